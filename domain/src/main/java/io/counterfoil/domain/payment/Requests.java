package io.counterfoil.domain.payment;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Claim;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.idempotency.Keyed;
import io.counterfoil.domain.recovery.Pace;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** Requests for payments: each key stores one, before anything is charged; a later one hears what became of it. */
@Singleton
final class Requests {

    private final Transactions transactions;
    private final Payments payments;
    private final Idempotency idempotency;
    private final Presentation presentation;
    private final Instruments instruments;

    @Inject
    Requests(
            Transactions transactions,
            Payments payments,
            Idempotency idempotency,
            Presentation presentation,
            Instruments instruments) {
        this.transactions = transactions;
        this.payments = payments;
        this.idempotency = idempotency;
        this.presentation = presentation;
        this.instruments = instruments;
    }

    /**
     * Claims the key and stores the payment, together and before the processor is called.
     *
     * @return the answer to give instead, when this key had its payment before
     */
    Optional<Answer> store(Payment payment, Keyed keyed) {
        Claim claim = transactions.commit(() -> {
            Claim made = idempotency.claim(keyed, Pace.LEASE, payment.text());
            if (made instanceof Claim.Granted) {
                instruments.demandAllowed(payment);
                payments.insert(payment);
            }
            return made;
        });
        if (claim instanceof Claim.Finished finished) {
            return Optional.of(finished.answer());
        }
        if (claim instanceof Claim.Unsettled unsettled) {
            return Optional.of(
                    truth(keyed, IdKind.PAYMENT.parse(unsettled.resource()).orElseThrow()));
        }
        return Optional.empty();
    }

    /** What is known of a payment now: its stored answer once it has come to its end, else 202 and the payment. */
    Answer truth(Keyed keyed, UUID id) {
        Payment payment = payments.find(keyed.merchant(), keyed.livemode(), id)
                .orElseThrow(() -> Problem.unavailable("The payment can't be read right now. Send the request again."));
        if (payment.status() == PaymentStatus.PROCESSING) {
            payment.markUnknown();
            return Answer.of(202, presentation.view(payment));
        }
        return transactions
                .commit(() -> idempotency.finished(keyed))
                .orElseThrow(() -> Problem.unavailable("The payment can't be read right now. Send the request again."));
    }
}
