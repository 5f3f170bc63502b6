/** Keys and what is made of them: the root key, keyed hashes, sealing, random secrets. */
@NullMarked
package io.counterfoil.domain.secret;

import org.jspecify.annotations.NullMarked;
