/** At most one effect per (merchant, mode, key): claims, fingerprints and stored answers. */
@NullMarked
package io.counterfoil.domain.idempotency;

import org.jspecify.annotations.NullMarked;
