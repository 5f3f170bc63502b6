/** Money and its proof: merchants, keys, payments, idempotency, receipts, the transparency log. */
@NullMarked
package io.counterfoil.domain;

import org.jspecify.annotations.NullMarked;
