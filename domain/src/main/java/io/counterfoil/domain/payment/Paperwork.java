package io.counterfoil.domain.payment;

import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Keyed;
import io.counterfoil.domain.payment.PaymentChanged.Kind;
import io.counterfoil.domain.receipt.IssuedReceipt;
import io.counterfoil.domain.receipt.Receipt;
import io.counterfoil.domain.receipt.ReceiptRequest;
import io.counterfoil.domain.receipt.Receipts;
import io.counterfoil.domain.rest.Problem;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/** What a payment's end leaves on paper: the receipt, the news of it, and the answer for whoever asked. */
@Singleton
final class Paperwork {

    private final Receipts receipts;
    private final Presentation presentation;
    private final Event<PaymentChanged> news;
    private final Instruments instruments;
    private final InstantSource time;

    @Inject
    Paperwork(
            Receipts receipts,
            Presentation presentation,
            Event<PaymentChanged> news,
            Instruments instruments,
            InstantSource time) {
        this.receipts = receipts;
        this.presentation = presentation;
        this.news = news;
        this.instruments = instruments;
        this.time = time;
    }

    /** Signs the receipt of a payment whose whole amount was taken; it is not stored yet. */
    IssuedReceipt receipt(Payment payment) {
        return receipts.issue(new ReceiptRequest(
                Receipt.Kind.PAYMENT,
                payment.merchantId,
                payment.livemode,
                payment.id,
                payment.amount,
                payment.currency,
                PaymentStatus.SUCCEEDED.text(),
                Optional.ofNullable(payment.orderReference),
                payment.idempotencyKey));
    }

    /** Stores the receipt, tells the news and makes the answer, inside the running transaction. */
    Answer file(Payment payment, Keyed keyed, Optional<IssuedReceipt> receipt) {
        receipt.ifPresent(receipts::store);
        switch (payment.status()) {
            case SUCCEEDED -> announce(payment, Kind.SUCCEEDED, receipt);
            case FAILED -> announce(payment, Kind.FAILED, receipt);
            case REQUIRES_CAPTURE -> announce(payment, Kind.AUTHORISED, receipt);
            default -> {
                // it has not come to an end
            }
        }
        return payment.status() == PaymentStatus.FAILED
                ? Answer.of(402, failure(payment).document(keyed.requestId()))
                : Answer.created(presentation.view(payment, receipt.map(IssuedReceipt::json)));
    }

    void announceUnknown(Payment payment) {
        announce(payment, Kind.PROCESSING, Optional.empty());
    }

    /** 402, with the id of the payment that failed. The same request gets the same answer for ever: a new key is a new try. */
    static Problem failure(Payment payment) {
        String code = String.valueOf(payment.failureCode);
        String next = code.equals(Settlement.NOT_CHARGED)
                ? "Nothing was charged: the request did not get through to the processor. Make the payment again with a new Idempotency-Key."
                : "Nothing was charged. Ask the payer for another way to pay, and use a new Idempotency-Key.";
        return new Problem(402, code, "The payment failed", next, false)
                .with("decline_code", String.valueOf(payment.declineCode))
                .with("payment", payment.text());
    }

    private void announce(Payment payment, Kind kind, Optional<IssuedReceipt> receipt) {
        news.fire(new PaymentChanged(
                kind,
                payment.merchantId,
                payment.livemode,
                payment.id,
                payment.apiKeyId,
                payment.amount,
                payment.currency,
                Optional.ofNullable(payment.failureCode),
                receipt.map(IssuedReceipt::json),
                Optional.of(instruments.of(payment)),
                payment.customer(),
                time.instant()));
    }
}
