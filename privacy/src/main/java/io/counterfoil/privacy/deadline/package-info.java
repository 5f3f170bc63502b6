/** By when a request must be answered, under each law. */
@NullMarked
package io.counterfoil.privacy.deadline;

import org.jspecify.annotations.NullMarked;
