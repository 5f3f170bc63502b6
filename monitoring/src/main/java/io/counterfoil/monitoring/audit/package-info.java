/** Who did what to which object, from where, with what result: written with the act, sealed in a log of its own. */
@NullMarked
package io.counterfoil.monitoring.audit;

import org.jspecify.annotations.NullMarked;
