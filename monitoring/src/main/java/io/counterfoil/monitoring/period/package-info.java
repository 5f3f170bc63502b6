/** What span of time is asked about, and by what it is grouped. */
@NullMarked
package io.counterfoil.monitoring.period;

import org.jspecify.annotations.NullMarked;
