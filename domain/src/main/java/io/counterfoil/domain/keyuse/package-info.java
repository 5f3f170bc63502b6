/** When keys were last used, which ones rest, and which ones were seen in a browser. */
@NullMarked
package io.counterfoil.domain.keyuse;

import org.jspecify.annotations.NullMarked;
