/** Ports of one module, answered by its sibling: thin adapters without logic. */
@NullMarked
package io.counterfoil.app.wiring;

import org.jspecify.annotations.NullMarked;
