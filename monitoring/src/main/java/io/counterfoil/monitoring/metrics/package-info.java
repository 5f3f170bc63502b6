/** Figures for Prometheus. No label ever holds an id, and none takes more than a bounded number of values. */
@NullMarked
package io.counterfoil.monitoring.metrics;

import org.jspecify.annotations.NullMarked;
