/** The one place that may read the clock. */
@NullMarked
package io.counterfoil.app.architecture.broken.domain.time;

import org.jspecify.annotations.NullMarked;
