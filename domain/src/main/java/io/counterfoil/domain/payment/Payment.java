package io.counterfoil.domain.payment;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.idempotency.IdempotencyKey;
import io.counterfoil.domain.idempotency.Keyed;
import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.personaldata.Personal;
import io.counterfoil.domain.personaldata.Sealed;
import io.counterfoil.domain.processor.Charge;
import io.counterfoil.domain.recovery.Pace;
import io.counterfoil.domain.rest.Caller;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A payment. It is {@code processing} from before the processor is called until its word is stored; while it is, {@code
 * askAt} says when a recovery worker takes it up should {@code owner}, the server that works on it, not come back.
 * Amounts are in the currency's minor unit.
 */
@Entity
@NotPersonal
@Table(schema = "domain", name = "payment")
@IdClass(MerchantScopedId.class)
public class Payment {

    @Id
    @Column(name = "merchant_id")
    UUID merchantId;

    @Id
    UUID id;

    @Column(nullable = false)
    boolean livemode;

    @Column(nullable = false)
    String status;

    @Column(nullable = false)
    String outcome;

    @Personal(
            category = Personal.Category.PAYMENT,
            purpose = "take a payment",
            basis = Personal.Basis.LEGAL_OBLIGATION,
            retention = "ten years, as books are kept",
            onErasure = Personal.Fate.RETAINED)
    @Column(nullable = false)
    long amount;

    @Column(name = "amount_captured", nullable = false)
    long amountCaptured;

    @Column(name = "amount_refunded", nullable = false)
    long amountRefunded;

    @Column(name = "refunds_pending", nullable = false)
    long refundsPending;

    @Column(nullable = false)
    String currency;

    @Personal(
            category = Personal.Category.PAYMENT,
            purpose = "take a payment",
            basis = Personal.Basis.CONTRACT,
            retention = "ten years, as books are kept",
            recipients = "the payment processor",
            onErasure = Personal.Fate.RETAINED)
    @Column(name = "payment_method", nullable = false)
    String paymentMethod;

    @Column(nullable = false)
    boolean capture;

    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "match a payment with an order",
            basis = Personal.Basis.LEGAL_OBLIGATION,
            retention = "ten years, as books are kept",
            onErasure = Personal.Fate.RETAINED)
    @Column(name = "order_reference")
    @Nullable
    String orderReference;

    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "find what belongs to a person",
            basis = Personal.Basis.LEGAL_OBLIGATION,
            retention = "ten years, as books are kept",
            onErasure = Personal.Fate.RETAINED)
    @Column(name = "customer_id")
    @Nullable
    UUID customerId;

    @Personal(
            category = Personal.Category.FREE_TEXT,
            purpose = "what the merchant noted about a payment",
            basis = Personal.Basis.CONTRACT)
    byte @Nullable [] description;

    @Personal(
            category = Personal.Category.FREE_TEXT,
            purpose = "what the merchant noted about a payment",
            basis = Personal.Basis.CONTRACT)
    byte @Nullable [] metadata;

    @Column(name = "failure_code")
    @Nullable
    String failureCode;

    @Column(name = "decline_code")
    @Nullable
    String declineCode;

    @Column(name = "receipt_id")
    @Nullable
    UUID receiptId;

    @Column(name = "api_key_id", nullable = false)
    UUID apiKeyId;

    @Column(name = "idempotency_key", nullable = false)
    String idempotencyKey;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    @Nullable
    UUID owner;

    @Column(name = "ask_at")
    @Nullable
    Instant askAt;

    @Column(name = "times_asked", nullable = false)
    int timesAsked;

    @Column(name = "alerted_at")
    @Nullable
    Instant alertedAt;

    protected Payment() {}

    /** A payment as it is before the processor is asked. */
    static Payment requested(UUID id, Caller.MerchantKey caller, PaymentRequest request, Keyed keyed, Instant now) {
        Payment payment = new Payment();
        payment.merchantId = caller.merchant();
        payment.id = id;
        payment.livemode = caller.livemode();
        payment.status = PaymentStatus.PROCESSING.text();
        payment.outcome = KNOWN;
        payment.amount = request.amount();
        payment.currency = request.currency();
        payment.paymentMethod = request.paymentMethod();
        payment.capture = request.capture();
        payment.orderReference = request.orderReference().orElse(null);
        payment.customerId = request.customer().orElse(null);
        payment.apiKeyId = caller.key();
        payment.idempotencyKey = keyed.key().value();
        payment.createdAt = now;
        return payment;
    }

    static final String KNOWN = "known";
    static final String UNKNOWN = "unknown";

    String text() {
        return IdKind.PAYMENT.text(id);
    }

    PaymentStatus status() {
        return PaymentStatus.of(status);
    }

    Charge charge() {
        return new Charge(merchantId, id, amount, currency, paymentMethod, capture);
    }

    /** When no call that charges is on its way any more: it is made within the lease or not at all. */
    Instant callOver() {
        return createdAt.plus(Pace.LEASE);
    }

    IdempotencyKey idempotencyKey() {
        return new IdempotencyKey(idempotencyKey);
    }

    Optional<UUID> customer() {
        return Optional.ofNullable(customerId);
    }

    Optional<Sealed> sealedDescription() {
        return Optional.ofNullable(description).map(Sealed::new);
    }

    Optional<Sealed> sealedMetadata() {
        return Optional.ofNullable(metadata).map(Sealed::new);
    }

    /** The money was taken, all of it. */
    void markSucceeded(UUID receipt) {
        settle(PaymentStatus.SUCCEEDED);
        amountCaptured = amount;
        receiptId = receipt;
    }

    /** The amount is held until it is captured or voided. */
    void markAuthorised() {
        settle(PaymentStatus.REQUIRES_CAPTURE);
    }

    /** Nothing was charged, and nothing will be. */
    void markFailed(String code, @Nullable String finerCode) {
        settle(PaymentStatus.FAILED);
        failureCode = code;
        declineCode = finerCode;
    }

    /** Nobody knows yet whether the money was taken. */
    void markUnknown() {
        outcome = UNKNOWN;
    }

    private void settle(PaymentStatus end) {
        if (!status().next().contains(end)) {
            throw new IllegalStateException("a payment that is " + status + " does not become " + end.text());
        }
        status = end.text();
        outcome = KNOWN;
    }
}
