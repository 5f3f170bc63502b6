/** Money under faults: a processor to test against, and what is left after crashes at every point. */
@NullMarked
package io.counterfoil.liberty.faults;

import org.jspecify.annotations.NullMarked;
