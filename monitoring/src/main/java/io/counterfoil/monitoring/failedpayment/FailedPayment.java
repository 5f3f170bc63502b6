package io.counterfoil.monitoring.failedpayment;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.payment.PaymentChanged;
import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.personaldata.Personal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A payment that failed; its id is the payment's. The amount is in the currency's minor unit. */
@Entity
@NotPersonal
@Table(schema = "monitoring", name = "failed_payment")
@IdClass(MerchantScopedId.class)
public class FailedPayment {

    static final String UNKNOWN = "unknown";

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    private UUID id;

    @Column(nullable = false)
    private boolean livemode;

    @Column(nullable = false)
    private String reason;

    @Column(nullable = false)
    private long amount;

    @Column(nullable = false)
    private String currency;

    @Column(name = "api_key_id", nullable = false)
    private UUID apiKeyId;

    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "finding those who try stolen cards",
            basis = Personal.Basis.LEGITIMATE_INTEREST,
            retention = "thirteen months",
            onErasure = Personal.Fate.RETAINED)
    @Column(nullable = false)
    private String instrument;

    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "finding those who try stolen cards",
            basis = Personal.Basis.LEGITIMATE_INTEREST,
            retention = "thirteen months",
            onErasure = Personal.Fate.RETAINED)
    @Column(nullable = false)
    private String source;

    @Column(name = "failed_at", nullable = false)
    private Instant failedAt;

    protected FailedPayment() {}

    FailedPayment(PaymentChanged change, String source) {
        this.merchantId = change.merchant();
        this.id = change.payment();
        this.livemode = change.livemode();
        this.reason = change.failureCode().orElse(UNKNOWN);
        this.amount = change.amount();
        this.currency = change.currency();
        this.apiKeyId = change.apiKey();
        this.instrument = change.instrument().orElse(UNKNOWN);
        this.source = source;
        this.failedAt = change.at();
    }
}
