package io.counterfoil.domain.payment;

import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.idempotency.Keyed;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;

/** Turns what was sent into a payment that can be stored: checked, under its key, its free text sealed. */
@Singleton
final class NewPayments {

    private final PaymentRules rules;
    private final Idempotency idempotency;
    private final Presentation presentation;
    private final Ids ids;
    private final InstantSource time;

    @Inject
    NewPayments(PaymentRules rules, Idempotency idempotency, Presentation presentation, Ids ids, InstantSource time) {
        this.rules = rules;
        this.idempotency = idempotency;
        this.presentation = presentation;
        this.ids = ids;
        this.time = time;
    }

    /** A payment as it is before anything was stored, and the request it stands under. */
    record Accepted(Payment payment, Keyed keyed) {}

    /**
     * Accepts a request.
     *
     * @throws io.counterfoil.domain.rest.Problem that names what is not allowed; nothing is stored then
     */
    Accepted accept(Body<CreatePayment> body, Call call) {
        Caller.MerchantKey caller = call.merchantKey();
        PaymentRequest request = rules.check(body.content(), caller);
        Keyed keyed = idempotency.demandKey(call, body.tree(), request.customer());
        rules.refusal(request, caller).ifPresent(refusal -> {
            boolean replay = idempotency.demandNotErased(keyed);
            if (!replay || refusal.status() != Response.Status.CONFLICT.getStatusCode()) {
                throw refusal;
            }
        });
        Payment payment = Payment.requested(ids.next(), caller, request, keyed, time.instant());
        presentation.seal(payment, request);
        return new Accepted(payment, keyed);
    }
}
