/** What a log has promised: its checkpoints, remembered outside the database, and the proofs that stand on them. */
@NullMarked
package io.counterfoil.domain.checkpoint;

import org.jspecify.annotations.NullMarked;
