package io.counterfoil.monitoring.alert;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.rest.Json;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Something that a person must look at, once for its rule and subject until it is resolved. */
@Entity
@NotPersonal
@Table(schema = "monitoring", name = "alert")
@IdClass(MerchantScopedId.class)
public class Alert {

    static final String COUNTING = "counting";
    static final String RAISED = "raised";
    static final String ACKNOWLEDGED = "acknowledged";
    static final String RESOLVED = "resolved";

    @Id
    @Column(name = "merchant_id")
    UUID merchantId;

    @Id
    @Column(name = "id")
    UUID id;

    @Column(name = "livemode", nullable = false)
    boolean livemode;

    @Column(name = "rule", nullable = false)
    private String rule;

    @NotPersonal("an id or a name of ours")
    @Column(name = "subject", nullable = false)
    private String subject;

    @Column(name = "severity", nullable = false)
    private String severity;

    @Column(name = "status", nullable = false)
    String status;

    @NotPersonal("figures and ids")
    @Column(name = "facts", nullable = false)
    private String facts;

    @Column(name = "count", nullable = false)
    private long count;

    @Column(name = "first_at", nullable = false)
    private Instant firstAt;

    @Column(name = "last_at", nullable = false)
    private Instant lastAt;

    @Column(name = "notified_at")
    @Nullable
    Instant notifiedAt;

    @Column(name = "silenced_until")
    @Nullable
    Instant silencedUntil;

    @Column(name = "escalate_at")
    @Nullable
    Instant escalateAt;

    @Column(name = "escalated_at")
    private @Nullable Instant escalatedAt;

    @Column(name = "quiet_at")
    @Nullable
    Instant quietAt;

    @Column(name = "acknowledged_at")
    @Nullable
    Instant acknowledgedAt;

    @NotPersonal("the id of a credential")
    @Column(name = "acknowledged_by")
    @Nullable
    String acknowledgedBy;

    @Column(name = "resolved_at")
    @Nullable
    Instant resolvedAt;

    @NotPersonal("the id of a credential")
    @Column(name = "resolved_by")
    @Nullable
    String resolvedBy;

    protected Alert() {}

    /** What the API shows. */
    record View(
            String id,
            String object,
            @Nullable String merchant,
            boolean livemode,
            String rule,
            String title,
            String severity,
            String status,
            String subject,
            JsonNode facts,
            long count,
            Instant firstRaisedAt,
            Instant lastRaisedAt,
            @Nullable Instant silencedUntil,
            @Nullable Instant escalatedAt,
            @Nullable Instant acknowledgedAt,
            @Nullable String acknowledgedBy,
            @Nullable Instant resolvedAt,
            @Nullable String resolvedBy,
            String runbook) {}

    View view() {
        return new View(
                IdKind.ALERT.text(id),
                "alert",
                Alerts.concerned(merchantId).map(IdKind.MERCHANT::text).orElse(null),
                livemode,
                rule,
                KnownRules.named(rule).title(),
                severity,
                status,
                subject,
                Json.tree(facts.getBytes(StandardCharsets.UTF_8)),
                count,
                firstAt,
                lastAt,
                silencedUntil,
                escalatedAt,
                acknowledgedAt,
                acknowledgedBy,
                resolvedAt,
                resolvedBy,
                KnownRules.page(rule));
    }
}
