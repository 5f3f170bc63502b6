/** Who calls what, how often, and from where: counted in memory, written in batches. */
@NullMarked
package io.counterfoil.monitoring.usage;

import org.jspecify.annotations.NullMarked;
