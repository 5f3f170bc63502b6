package io.counterfoil.monitoring.alert;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** An alarm that waits to be folded into its alert. */
@Entity
@NotPersonal
@Table(schema = "monitoring", name = "alert_raise")
@IdClass(MerchantScopedId.class)
public class AlertRaise {

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    @Column(name = "id")
    private UUID id;

    @Column(name = "livemode", nullable = false)
    private boolean livemode;

    @Column(name = "rule", nullable = false)
    private String rule;

    @NotPersonal("an id or a name of ours")
    @Column(name = "subject", nullable = false)
    private String subject;

    @NotPersonal("figures and ids")
    @Column(name = "facts", nullable = false)
    private String facts;

    @Column(name = "raised_at", nullable = false)
    private Instant raisedAt;

    protected AlertRaise() {}
}
