package io.counterfoil.domain.followup;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.idempotency.Keyed;
import io.counterfoil.domain.payment.Balances;
import io.counterfoil.domain.payment.Standing;
import io.counterfoil.domain.personaldata.DataSubjects;
import io.counterfoil.domain.processor.Instruction;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Turns what was sent into a request under its key, about a payment of the caller's own. */
@Singleton
final class NewFollowUps {

    private final Balances balances;
    private final Idempotency idempotency;
    private final DataSubjects subjects;
    private final Ids ids;
    private final InstantSource time;

    @Inject
    NewFollowUps(Balances balances, Idempotency idempotency, DataSubjects subjects, Ids ids, InstantSource time) {
        this.balances = balances;
        this.idempotency = idempotency;
        this.subjects = subjects;
        this.ids = ids;
        this.time = time;
    }

    /** A request and the key it stands under. */
    record Accepted(Request request, Keyed keyed) {}

    /**
     * Accepts a request.
     *
     * @throws Problem 404 when the caller has no such payment, 400 without a key
     */
    Accepted accept(Instruction.Kind kind, String payment, Optional<Long> amount, Body<?> body, Call call) {
        Caller.MerchantKey caller = call.merchantKey();
        Standing standing = standing(payment, caller);
        // The answer may hold what the merchant wrote about the payer: it is sealed as the payment's own is. Of an
        // erased
        // one nothing is left to be sealed, and a refund is still due.
        Optional<UUID> payer =
                standing.customer().filter(customer -> subjects.exists(caller.merchant(), caller.livemode(), customer));
        Keyed keyed = idempotency.demandKey(call, body.tree(), payer);
        Request request = new Request(ids.next(), kind, standing.payment(), amount, caller.key(), time.instant());
        return new Accepted(request, keyed);
    }

    /**
     * A payment of the caller's.
     *
     * @throws Problem 404 when there is no such
     */
    Standing standing(String payment, Caller.MerchantKey caller) {
        return IdKind.PAYMENT
                .parse(payment)
                .map(id -> balances.find(caller.merchant(), caller.livemode(), id))
                .orElseThrow(Problem::notFound);
    }
}
