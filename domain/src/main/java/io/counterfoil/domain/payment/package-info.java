/** Payments: from the request to an outcome that is known, with a receipt. */
@NullMarked
package io.counterfoil.domain.payment;

import org.jspecify.annotations.NullMarked;
