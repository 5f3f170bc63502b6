/** Stripe, the processor of live mode: every call bounded in time, under a key of its own, behind a circuit breaker. */
@NullMarked
package io.counterfoil.domain.stripe;

import org.jspecify.annotations.NullMarked;
