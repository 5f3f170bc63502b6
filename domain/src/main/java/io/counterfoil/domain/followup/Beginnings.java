package io.counterfoil.domain.followup;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Claim;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.idempotency.Keyed;
import io.counterfoil.domain.payment.Balances;
import io.counterfoil.domain.payment.Standing;
import io.counterfoil.domain.processor.Instruction;
import io.counterfoil.domain.processor.PaymentProcessor;
import io.counterfoil.domain.processor.Processors;
import io.counterfoil.domain.recovery.Pace;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** How a follow-up begins: the key is claimed, the amount set aside and the row stored, together, before anything is done. */
@Singleton
final class Beginnings {

    private final Transactions transactions;
    private final Idempotency idempotency;
    private final Balances balances;
    private final FollowUps followUps;
    private final Processors processors;

    @Inject
    Beginnings(
            Transactions transactions,
            Idempotency idempotency,
            Balances balances,
            FollowUps followUps,
            Processors processors) {
        this.transactions = transactions;
        this.idempotency = idempotency;
        this.balances = balances;
        this.followUps = followUps;
        this.processors = processors;
    }

    /** What a request finds under its key. */
    sealed interface Beginning {}

    /** It is ours to carry out, by this processor. */
    record Begun(FollowUp followUp, Standing payment, PaymentProcessor processor) implements Beginning {}

    /** It was begun before, and this is its answer. */
    record Ended(Answer answer) implements Beginning {}

    /** It was begun before, and its end isn't known yet. */
    record Pending() implements Beginning {}

    /**
     * Begins, at most once for a key.
     *
     * @throws Problem when the key, the payment's state, the amount or the lack of a processor doesn't allow it; nothing is stored
     *     then
     */
    Beginning begin(Request request, Keyed keyed) {
        return transactions.commit(() -> {
            Claim claim = idempotency.claim(keyed, Pace.LEASE, request.resource());
            if (claim instanceof Claim.Finished finished) {
                return new Ended(finished.answer());
            }
            if (claim instanceof Claim.Unsettled) {
                return new Pending();
            }
            Standing payment = balances.lock(keyed.merchant(), keyed.livemode(), request.payment());
            FollowUp followUp = FollowUp.requested(request, payment, keyed);
            PaymentProcessor processor = processors.of(keyed.livemode());
            processor.demandStep(followUp.amount, payment.currency());
            if (request.kind() == Instruction.Kind.REFUND) {
                balances.reserve(payment, followUp.amount);
            }
            followUps.insert(followUp);
            return new Begun(followUp, payment, processor);
        });
    }
}
