/** Payment processors: the port, what they may answer, and the sandbox that runs in process. */
@NullMarked
package io.counterfoil.domain.processor;

import org.jspecify.annotations.NullMarked;
