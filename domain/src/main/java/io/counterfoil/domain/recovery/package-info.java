/** What every recovery of work shares: rows that wait to be asked about, when they are, and what stays unknown too long. */
@NullMarked
package io.counterfoil.domain.recovery;

import org.jspecify.annotations.NullMarked;
