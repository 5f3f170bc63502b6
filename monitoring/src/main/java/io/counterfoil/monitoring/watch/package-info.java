/** Looks after the server itself: a control that fails is an alert. */
@NullMarked
package io.counterfoil.monitoring.watch;

import org.jspecify.annotations.NullMarked;
