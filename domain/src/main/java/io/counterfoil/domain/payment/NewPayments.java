package io.counterfoil.domain.payment;

import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.idempotency.Keyed;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Turns what was sent into a payment that can be stored: checked, and under its key. */
@Singleton
final class NewPayments {

    private final PaymentRules rules;
    private final Idempotency idempotency;
    private final Ids ids;
    private final InstantSource time;

    @Inject
    NewPayments(PaymentRules rules, Idempotency idempotency, Ids ids, InstantSource time) {
        this.rules = rules;
        this.idempotency = idempotency;
        this.ids = ids;
        this.time = time;
    }

    /** A payment as it is before anything was stored, and the request it stands under. */
    record Accepted(Payment payment, PaymentRequest request, Keyed keyed) {}

    /**
     * Accepts a request.
     *
     * @throws io.counterfoil.domain.rest.Problem that names what is not allowed; nothing is stored then
     */
    Accepted accept(Body<CreatePayment> body, Call call) {
        Caller.MerchantKey caller = call.merchantKey();
        PaymentRequest request = rules.check(body.content(), caller);
        Keyed keyed = idempotency.demandKey(call, body.tree(), request.customer());
        Payment payment = Payment.requested(ids.next(), caller, request, keyed, time.instant());
        return new Accepted(payment, request, keyed);
    }
}
