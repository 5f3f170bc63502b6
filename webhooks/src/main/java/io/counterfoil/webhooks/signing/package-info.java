/** Signatures on webhooks, as Standard Webhooks 1.0.0 describes them: shared secrets, key pairs, their rotation. */
@NullMarked
package io.counterfoil.webhooks.signing;

import org.jspecify.annotations.NullMarked;
