/** API keys of merchants: made, shown once, found again by a keyed hash, rolled, revoked. */
@NullMarked
package io.counterfoil.domain.apikey;

import org.jspecify.annotations.NullMarked;
