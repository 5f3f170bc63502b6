/** Figures for {@code /metrics}, at the price of an addition. */
@NullMarked
package io.counterfoil.domain.metric;

import org.jspecify.annotations.NullMarked;
