/** What a payer gets in the hand: a flat statement of what was charged, signed so that the merchant can check it. */
@NullMarked
package io.counterfoil.domain.receipt;

import org.jspecify.annotations.NullMarked;
