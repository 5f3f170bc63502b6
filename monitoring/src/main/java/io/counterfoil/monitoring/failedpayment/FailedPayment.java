package io.counterfoil.monitoring.failedpayment;

import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.payment.PaymentChanged;
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

    @Column(name = "failed_at", nullable = false)
    private Instant failedAt;

    protected FailedPayment() {}

    FailedPayment(PaymentChanged change) {
        this.merchantId = change.merchant();
        this.id = change.payment();
        this.livemode = change.livemode();
        this.reason = change.failureCode().orElse("unknown");
        this.amount = change.amount();
        this.currency = change.currency();
        this.apiKeyId = change.apiKey();
        this.failedAt = change.at();
    }
}
