package io.counterfoil.domain.followup;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.idempotency.IdempotencyKey;
import io.counterfoil.domain.idempotency.Keyed;
import io.counterfoil.domain.payment.Standing;
import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.personaldata.Personal;
import io.counterfoil.domain.processor.Instruction;
import io.counterfoil.domain.processor.Outcome;
import io.counterfoil.domain.recovery.Pace;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A capture, void or refund of a payment. Like a payment it is {@code processing} from before the processor is called until
 * its word is stored. The amount is in the currency's minor unit; that of a void is all that was held.
 */
@Entity
@NotPersonal
@Table(schema = "domain", name = "follow_up")
@IdClass(MerchantScopedId.class)
public class FollowUp {

    static final String PROCESSING = "processing";
    static final String SUCCEEDED = "succeeded";
    static final String FAILED = "failed";
    static final String KNOWN = "known";
    static final String UNKNOWN = "unknown";

    @Id
    @Column(name = "merchant_id")
    UUID merchantId;

    @Id
    UUID id;

    @Column(name = "payment_id", nullable = false)
    UUID paymentId;

    @Column(nullable = false)
    boolean livemode;

    @Column(nullable = false)
    String kind;

    @Column(nullable = false)
    String status;

    @Column(nullable = false)
    String outcome;

    @Personal(
            category = Personal.Category.PAYMENT,
            purpose = "give money back or take what was held",
            basis = Personal.Basis.LEGAL_OBLIGATION,
            retention = "ten years, as books are kept",
            onErasure = Personal.Fate.RETAINED)
    @Column(nullable = false)
    long amount;

    @Column(name = "failure_code")
    @Nullable
    String failureCode;

    @Column(name = "receipt_id")
    @Nullable
    UUID receiptId;

    @Column(name = "api_key_id", nullable = false)
    UUID apiKeyId;

    @Column(name = "idempotency_key", nullable = false)
    String idempotencyKey;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    @Column
    private @Nullable UUID owner;

    @Column(name = "ask_at")
    private @Nullable Instant askAt;

    @Column(name = "times_asked", nullable = false)
    int timesAsked;

    @Column(name = "alerted_at")
    private @Nullable Instant alertedAt;

    protected FollowUp() {}

    /** One as it is before the processor is told. */
    static FollowUp requested(Request request, Standing payment, Keyed keyed) {
        FollowUp followUp = new FollowUp();
        followUp.merchantId = payment.merchant();
        followUp.id = request.id();
        followUp.paymentId = payment.payment();
        followUp.livemode = payment.livemode();
        followUp.kind = request.kind().name().toLowerCase(Locale.ROOT);
        followUp.status = PROCESSING;
        followUp.outcome = KNOWN;
        followUp.amount = request.amountOf(payment);
        followUp.apiKeyId = request.apiKey();
        followUp.idempotencyKey = keyed.key().value();
        followUp.createdAt = request.at();
        return followUp;
    }

    String text() {
        return IdKind.REFUND.text(id);
    }

    Instruction.Kind kind() {
        return Instruction.Kind.valueOf(kind.toUpperCase(Locale.ROOT));
    }

    boolean is(Instruction.Kind wanted) {
        return kind() == wanted;
    }

    /** Whether the payment is held no longer although this failed: its authorisation was over. */
    boolean endedHold() {
        return Objects.equals(failureCode, Outcome.Declined.AUTHORISATION_EXPIRED);
    }

    Instruction instruction(Standing payment) {
        return new Instruction(payment.charge(), id, kind(), amount);
    }

    /** The receipt's id, which all that took or gave back money have. */
    UUID receiptId() {
        return Objects.requireNonNull(receiptId);
    }

    IdempotencyKey idempotencyKey() {
        return new IdempotencyKey(idempotencyKey);
    }

    /** When no call that carries it out is on its way any more: it is made within the lease or not at all. */
    Instant callOver() {
        return createdAt.plus(Pace.LEASE);
    }
}
