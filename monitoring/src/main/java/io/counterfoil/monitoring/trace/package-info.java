/** What one credential did in a time: its calls against what was usual for it, its acts and payments, whose data it saw. */
@NullMarked
package io.counterfoil.monitoring.trace;

import org.jspecify.annotations.NullMarked;
