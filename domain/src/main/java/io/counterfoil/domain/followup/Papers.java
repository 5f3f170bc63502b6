package io.counterfoil.domain.followup;

import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Keyed;
import io.counterfoil.domain.payment.PaymentChanged;
import io.counterfoil.domain.payment.Standing;
import io.counterfoil.domain.processor.Instruction;
import io.counterfoil.domain.receipt.IssuedReceipt;
import io.counterfoil.domain.receipt.Receipt;
import io.counterfoil.domain.receipt.ReceiptRequest;
import io.counterfoil.domain.receipt.Receipts;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/** What the end of a follow-up leaves on paper: the receipt, the news of it, and the answer for whoever asked. */
@Singleton
final class Papers {

    private final Receipts receipts;
    private final Views views;
    private final Event<PaymentChanged> payments;
    private final Event<RefundChanged> refunds;
    private final InstantSource time;

    @Inject
    Papers(
            Receipts receipts,
            Views views,
            Event<PaymentChanged> payments,
            Event<RefundChanged> refunds,
            InstantSource time) {
        this.receipts = receipts;
        this.views = views;
        this.payments = payments;
        this.refunds = refunds;
        this.time = time;
    }

    /**
     * Signs the receipt of money that moved; it is not stored yet. A capture's receipt is the payment's and names the key
     * that the payment was made with, a refund's names its own.
     */
    Optional<IssuedReceipt> receipt(FollowUp followUp, Standing payment) {
        if (followUp.is(Instruction.Kind.VOID)) {
            return Optional.empty();
        }
        boolean refund = followUp.is(Instruction.Kind.REFUND);
        return Optional.of(receipts.issue(new ReceiptRequest(
                refund ? Receipt.Kind.REFUND : Receipt.Kind.PAYMENT,
                followUp.merchantId,
                followUp.livemode,
                followUp.paymentId,
                followUp.amount,
                payment.currency(),
                FollowUp.SUCCEEDED,
                payment.orderReference(),
                refund ? followUp.idempotencyKey : payment.idempotencyKey())));
    }

    /** Stores the receipt, tells the news and makes the answer, inside the running transaction. */
    Answer file(FollowUp followUp, Standing payment, Keyed keyed, Optional<IssuedReceipt> receipt) {
        receipt.ifPresent(receipts::store);
        Optional<String> signed = receipt.map(IssuedReceipt::json);
        if (followUp.is(Instruction.Kind.REFUND)) {
            announceRefund(followUp, payment, signed);
        } else if (followUp.status.equals(FollowUp.SUCCEEDED) || followUp.endedHold()) {
            announcePayment(followUp, payment, signed);
        }
        return views.answer(followUp, keyed, payment);
    }

    private void announceRefund(FollowUp refund, Standing payment, Optional<String> receipt) {
        refunds.fire(new RefundChanged(
                refund.merchantId,
                refund.livemode,
                refund.id,
                refund.paymentId,
                refund.apiKeyId,
                refund.amount,
                payment.currency(),
                Optional.ofNullable(refund.failureCode),
                receipt,
                payment.customer(),
                time.instant()));
    }

    private void announcePayment(FollowUp followUp, Standing payment, Optional<String> receipt) {
        boolean captured = receipt.isPresent();
        payments.fire(new PaymentChanged(
                captured ? PaymentChanged.Kind.CAPTURED : PaymentChanged.Kind.VOIDED,
                followUp.merchantId,
                followUp.livemode,
                followUp.paymentId,
                followUp.apiKeyId,
                captured ? followUp.amount : payment.amount(),
                payment.currency(),
                Optional.empty(),
                receipt,
                Optional.empty(),
                payment.customer(),
                time.instant()));
    }
}
