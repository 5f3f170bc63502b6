package io.counterfoil.domain.payment;

import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Keyed;
import io.counterfoil.domain.processor.Outcome;
import io.counterfoil.domain.processor.PaymentProcessor;
import io.counterfoil.domain.processor.Processors;
import io.counterfoil.domain.recovery.Pace;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** One payment, from request to answer: store and claim, then charge outside any transaction, then store the end. */
@Singleton
final class Charging {

    private final Requests requests;
    private final Payments payments;
    private final Processors processors;
    private final Settlement settlement;
    private final InstantSource time;

    @Inject
    Charging(Requests requests, Payments payments, Processors processors, Settlement settlement, InstantSource time) {
        this.requests = requests;
        this.payments = payments;
        this.processors = processors;
        this.settlement = settlement;
        this.time = time;
    }

    /**
     * Charges once for the key.
     *
     * @return 201, 402, or 202 while nobody knows
     * @throws io.counterfoil.domain.rest.Problem when the key is in flight or belongs to another request
     */
    Answer charge(Payment payment, Keyed keyed) {
        return payments.unfinished().attend(payment.merchantId, payment.id, () -> chargeOnce(payment, keyed));
    }

    private Answer chargeOnce(Payment payment, Keyed keyed) {
        Optional<Answer> known = requests.store(payment, keyed);
        if (known.isPresent()) {
            return known.get();
        }
        Outcome outcome = callInTime(processors.of(payment.livemode), payment);
        Optional<Answer> answer = Optional.empty();
        if (outcome instanceof Outcome.Known certain) {
            answer = settlement.settle(payment, keyed, certain);
        } else {
            settlement.postpone(payment, keyed, Pace.FIRST_LOOK);
        }
        return answer.orElseGet(() -> requests.truth(keyed, payment.id));
    }

    /** Where storing took so long that the call could outlast the lease, it isn't made: recovery finds out. */
    private Outcome callInTime(PaymentProcessor processor, Payment payment) {
        Instant latest = payment.callOver().minus(processor.timeLimit());
        return time.instant().isBefore(latest) ? processor.charge(payment.charge()) : new Outcome.Unknown();
    }
}
