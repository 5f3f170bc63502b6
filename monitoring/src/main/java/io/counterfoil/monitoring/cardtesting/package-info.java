/** Who tries stolen cards: rules over the latest attempts to pay, their verdicts, and what is done about it. */
@NullMarked
package io.counterfoil.monitoring.cardtesting;

import org.jspecify.annotations.NullMarked;
