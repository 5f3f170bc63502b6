/** Epoch keys: between the root key and the keys of data subjects, unwrapped in memory. */
@NullMarked
package io.counterfoil.privacy.epoch;

import org.jspecify.annotations.NullMarked;
