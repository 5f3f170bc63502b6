/** Replacing the keys that wrap others, while the server runs. */
@NullMarked
package io.counterfoil.privacy.rotation;

import org.jspecify.annotations.NullMarked;
