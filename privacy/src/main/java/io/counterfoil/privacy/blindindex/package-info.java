/** Finding a sealed value by its exact text, without opening any. */
@NullMarked
package io.counterfoil.privacy.blindindex;

import org.jspecify.annotations.NullMarked;
