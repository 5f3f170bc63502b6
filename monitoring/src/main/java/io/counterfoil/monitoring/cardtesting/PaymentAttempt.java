package io.counterfoil.monitoring.cardtesting;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.personaldata.Personal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An attempt to pay that the processor answered. */
@Entity
@NotPersonal
@Table(schema = "monitoring", name = "payment_attempt")
@IdClass(MerchantScopedId.class)
public class PaymentAttempt {

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    @Column(name = "id")
    private UUID id;

    @Column(name = "livemode", nullable = false)
    private boolean livemode;

    @Column(name = "at", nullable = false)
    private Instant at;

    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "finding those who try stolen cards",
            basis = Personal.Basis.LEGITIMATE_INTEREST,
            retention = "two days",
            onErasure = Personal.Fate.RETAINED)
    @Column(name = "source", nullable = false)
    private String source;

    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "finding those who try stolen cards",
            basis = Personal.Basis.LEGITIMATE_INTEREST,
            retention = "two days",
            onErasure = Personal.Fate.RETAINED)
    @Column(name = "instrument", nullable = false)
    private String instrument;

    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "finding those who try stolen cards",
            basis = Personal.Basis.LEGITIMATE_INTEREST,
            retention = "two days",
            onErasure = Personal.Fate.RETAINED)
    @Column(name = "customer_id")
    private @Nullable UUID customerId;

    @Column(name = "amount", nullable = false)
    private long amount;

    @Column(name = "currency", nullable = false)
    private String currency;

    @Column(name = "failure")
    private @Nullable String failure;

    protected PaymentAttempt() {}
}
