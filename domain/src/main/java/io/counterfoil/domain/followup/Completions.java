package io.counterfoil.domain.followup;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.idempotency.Keyed;
import io.counterfoil.domain.payment.Balances;
import io.counterfoil.domain.payment.Standing;
import io.counterfoil.domain.processor.Instruction;
import io.counterfoil.domain.processor.Outcome;
import io.counterfoil.domain.receipt.IssuedReceipt;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * How a follow-up ends: its row, the payment's amounts, receipt, event and stored answer in one transaction. The payment is
 * locked first, here as at the beginning, so that two of them never wait for each other.
 */
@Singleton
final class Completions {

    private static final String NOT_DONE = "not_done";

    private final Transactions transactions;
    private final Idempotency idempotency;
    private final Balances balances;
    private final FollowUps followUps;
    private final Papers papers;

    @Inject
    Completions(
            Transactions transactions, Idempotency idempotency, Balances balances, FollowUps followUps, Papers papers) {
        this.transactions = transactions;
        this.idempotency = idempotency;
        this.balances = balances;
        this.followUps = followUps;
        this.papers = papers;
    }

    /**
     * Stores the processor's word.
     *
     * @return the answer that the key gives from now on; empty when it had come to an end before
     */
    Optional<Answer> complete(FollowUp followUp, Keyed keyed, Outcome.Known outcome) {
        return transactions.commit(() -> {
            Standing payment = balances.lock(followUp.merchantId, followUp.livemode, followUp.paymentId);
            Optional<IssuedReceipt> receipt = mark(followUp, payment, outcome);
            if (!followUps.settle(followUp)) {
                return Optional.<Answer>empty();
            }
            move(followUp, payment);
            Answer answer = papers.file(followUp, payment, keyed, receipt);
            idempotency.finish(keyed, answer);
            return Optional.of(answer);
        });
    }

    /** Like {@link #complete}, where the processor never heard of it and never will. */
    Optional<Answer> completeAsNotDone(FollowUp followUp, Keyed keyed) {
        return complete(followUp, keyed, new Outcome.Declined(NOT_DONE, NOT_DONE));
    }

    /** Stores that nobody knows yet, and when to ask again. */
    void postpone(FollowUp followUp, Keyed keyed, Duration delay) {
        transactions.commit(() -> {
            Standing payment = balances.lock(followUp.merchantId, followUp.livemode, followUp.paymentId);
            followUp.outcome = FollowUp.UNKNOWN;
            if (followUps.doubt(followUp)) {
                idempotency.release(keyed);
                if (!followUp.is(Instruction.Kind.REFUND)) {
                    balances.unknown(payment);
                }
            }
            followUps.postpone(followUp, delay);
        });
    }

    private Optional<IssuedReceipt> mark(FollowUp followUp, Standing payment, Outcome.Known outcome) {
        followUp.outcome = FollowUp.KNOWN;
        if (outcome instanceof Outcome.Declined declined) {
            followUp.status = FollowUp.FAILED;
            followUp.failureCode = declined.code();
            return Optional.empty();
        }
        followUp.status = FollowUp.SUCCEEDED;
        Optional<IssuedReceipt> receipt = papers.receipt(followUp, payment);
        followUp.receiptId = receipt.map(IssuedReceipt::id).orElse(null);
        return receipt;
    }

    private void move(FollowUp followUp, Standing payment) {
        boolean done = followUp.status.equals(FollowUp.SUCCEEDED);
        if (followUp.is(Instruction.Kind.REFUND)) {
            if (done) {
                balances.refunded(payment, followUp.amount);
            } else {
                balances.notRefunded(payment, followUp.amount);
            }
        } else if (done && followUp.is(Instruction.Kind.CAPTURE)) {
            balances.captured(payment, followUp.amount, followUp.receiptId());
        } else if (done || followUp.endedHold()) {
            balances.voided(payment);
        } else {
            balances.stillHeld(payment);
        }
    }
}
