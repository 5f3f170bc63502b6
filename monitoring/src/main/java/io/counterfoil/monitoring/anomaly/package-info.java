/** What is not as it was: a streaming detector for counts and rates, and what it looks at. */
@NullMarked
package io.counterfoil.monitoring.anomaly;

import org.jspecify.annotations.NullMarked;
