/** Alerts and what leads to them, seen from outside. */
@NullMarked
package io.counterfoil.liberty.watch;

import org.jspecify.annotations.NullMarked;
