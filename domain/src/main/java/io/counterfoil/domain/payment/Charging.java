package io.counterfoil.domain.payment;

import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Keyed;
import io.counterfoil.domain.processor.Outcome;
import io.counterfoil.domain.processor.Processors;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** One payment, from request to answer: store and claim, then charge outside any transaction, then store the end. */
@Singleton
final class Charging {

    private static final Duration FIRST_LOOK = Duration.ofSeconds(1);

    private final Requests requests;
    private final Processors processors;
    private final Settlement settlement;

    @Inject
    Charging(Requests requests, Processors processors, Settlement settlement) {
        this.requests = requests;
        this.processors = processors;
        this.settlement = settlement;
    }

    /**
     * Charges once for the key.
     *
     * @return 201, 402, or 202 while nobody knows
     * @throws io.counterfoil.domain.rest.Problem when the key is in flight or belongs to another request
     */
    Answer charge(Payment payment, Keyed keyed) {
        Optional<Answer> known = requests.store(payment, keyed);
        if (known.isPresent()) {
            return known.get();
        }
        Outcome outcome = processors.of(payment.livemode).charge(payment.charge());
        Optional<Answer> answer = Optional.empty();
        if (outcome instanceof Outcome.Known certain) {
            answer = settlement.settle(payment, keyed, certain);
        } else {
            settlement.postpone(payment, keyed, FIRST_LOOK);
        }
        return answer.orElseGet(() -> requests.truth(keyed, payment.id));
    }
}
