package io.counterfoil.domain.payment;

import java.util.UUID;

/** Keeps payments from being charged that look like stolen cards being tried. */
public interface PaymentGuard {

    /**
     * Lets a new payment through or not. Called in the transaction that would store it, for payments that were not known
     * before: it looks at no database.
     *
     * @param instrument the keyed pseudonym of what is paid with, as in {@link PaymentChanged}
     * @throws io.counterfoil.domain.rest.Problem when it may not be charged now; nothing is stored then
     */
    void demandAllowed(UUID merchant, boolean livemode, String instrument);
}
