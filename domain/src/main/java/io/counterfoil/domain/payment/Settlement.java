package io.counterfoil.domain.payment;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.idempotency.Keyed;
import io.counterfoil.domain.processor.Outcome;
import io.counterfoil.domain.receipt.IssuedReceipt;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Writes down what became of a payment: end, receipt, event and stored answer in one transaction, or nothing of it. */
@Singleton
final class Settlement {

    static final String NOT_CHARGED = "not_charged";

    private final Transactions transactions;
    private final Payments payments;
    private final Idempotency idempotency;
    private final Paperwork paperwork;

    @Inject
    Settlement(Transactions transactions, Payments payments, Idempotency idempotency, Paperwork paperwork) {
        this.transactions = transactions;
        this.payments = payments;
        this.idempotency = idempotency;
        this.paperwork = paperwork;
    }

    /**
     * Stores the processor's word.
     *
     * @return the answer that the key gives from now on; empty when the payment had come to an end before
     */
    Optional<Answer> settle(Payment payment, Keyed keyed, Outcome.Known outcome) {
        return transactions.commit(() -> {
            Optional<IssuedReceipt> receipt = mark(payment, outcome);
            if (!payments.settle(payment)) {
                return Optional.<Answer>empty();
            }
            Answer answer = paperwork.file(payment, keyed, receipt);
            idempotency.finish(keyed, answer);
            return Optional.of(answer);
        });
    }

    /** Like {@link #settle}, where the request never reached the processor and never will. */
    Optional<Answer> settleAsNotCharged(Payment payment, Keyed keyed) {
        return settle(payment, keyed, new Outcome.Declined(NOT_CHARGED, NOT_CHARGED));
    }

    /**
     * Stores that nobody knows yet.
     *
     * @param delay after which a recovery worker asks the processor
     * @return false when the payment had come to an end before
     */
    boolean postpone(Payment payment, Keyed keyed, Duration delay) {
        return transactions.commit(() -> {
            payment.markUnknown();
            if (payments.doubt(payment)) {
                idempotency.release(keyed);
                paperwork.announceUnknown(payment);
            }
            return payments.postpone(payment, delay);
        });
    }

    private Optional<IssuedReceipt> mark(Payment payment, Outcome.Known outcome) {
        if (outcome instanceof Outcome.Declined declined) {
            payment.markFailed(declined.code(), declined.declineCode());
            return Optional.empty();
        }
        if (outcome instanceof Outcome.RequiresCapture) {
            payment.markAuthorised();
            return Optional.empty();
        }
        IssuedReceipt receipt = paperwork.receipt(payment);
        payment.markSucceeded(receipt.id());
        return Optional.of(receipt);
    }
}
