/** Where one module needs what its sibling has: thin adapters, no logic. */
@NullMarked
package io.counterfoil.app.wiring;

import org.jspecify.annotations.NullMarked;
