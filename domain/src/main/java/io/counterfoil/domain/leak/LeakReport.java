package io.counterfoil.domain.leak;

import io.counterfoil.domain.apikey.ExposedKeys;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A key that others were seen to have: who said so, whether it still worked, how fast it was dead. */
@Entity
@NotPersonal
@Table(schema = "domain", name = "leak_report")
@IdClass(MerchantScopedId.class)
public class LeakReport {

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    private UUID id;

    @Column(nullable = false)
    private boolean livemode;

    @Column(name = "key_id", nullable = false)
    private UUID keyId;

    @Column(nullable = false)
    private String source;

    @Column(nullable = false)
    private boolean worked;

    @Column(name = "reported_at", nullable = false)
    private Instant reportedAt;

    @Column(name = "revoked_at", nullable = false)
    private Instant revokedAt;

    protected LeakReport() {}

    LeakReport(UUID id, ExposedKeys.Exposed key, String source, Instant reportedAt, Instant revokedAt) {
        this.merchantId = key.merchant();
        this.id = id;
        this.livemode = key.livemode();
        this.keyId = key.key();
        this.source = source;
        this.worked = key.worked();
        this.reportedAt = reportedAt;
        this.revokedAt = revokedAt;
    }
}
