/** Every practice that the house promises, with how well it is kept at the moment. */
@NullMarked
package io.counterfoil.monitoring.control;

import org.jspecify.annotations.NullMarked;
