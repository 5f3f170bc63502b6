package io.counterfoil.monitoring.alertchannel;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is told through one channel at one time: an alert, and how many more of its rule. */
@Entity
@NotPersonal
@Table(schema = "monitoring", name = "alert_notification")
@IdClass(MerchantScopedId.class)
public class AlertNotification {

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    @Column(name = "id")
    private UUID id;

    @Column(name = "channel_id", nullable = false)
    private UUID channelId;

    @Column(name = "kind", nullable = false)
    private String kind;

    @Column(name = "livemode", nullable = false)
    private boolean livemode;

    @Column(name = "rule", nullable = false)
    private String rule;

    @Column(name = "escalated", nullable = false)
    private boolean escalated;

    @Column(name = "alert_id", nullable = false)
    private UUID alertId;

    @NotPersonal("figures and ids")
    @Column(name = "content", nullable = false)
    private String content;

    @Column(name = "alerts", nullable = false)
    private int alerts;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    @Column(name = "due_at", nullable = false)
    private Instant dueAt;

    @Column(name = "attempt", nullable = false)
    private int attempt;

    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    @Column(name = "delivered", nullable = false)
    private boolean delivered;

    protected AlertNotification() {}
}
