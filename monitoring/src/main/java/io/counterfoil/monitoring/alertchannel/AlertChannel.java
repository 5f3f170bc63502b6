package io.counterfoil.monitoring.alertchannel;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.personaldata.Personal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One way in which operators hear of alerts. */
@Entity
@NotPersonal
@Table(schema = "monitoring", name = "alert_channel")
public class AlertChannel {

    static final String EMAIL = "email";
    static final String SLACK = "slack";
    static final String WEBHOOK = "webhook";

    /** Not {@code webhook}: so wait those that are for merchants. */
    static final String LANE_OF_WEBHOOKS = "signed_webhook";

    @Id
    @Column(name = "id")
    UUID id;

    @Column(name = "kind", nullable = false)
    String kind;

    @Personal(
            category = Personal.Category.IDENTITY,
            purpose = "telling operators apart who hear of alerts",
            basis = Personal.Basis.LEGITIMATE_INTEREST,
            retention = "until the channel is deleted",
            onErasure = Personal.Fate.NOT_CONCERNED)
    @Column(name = "name", nullable = false)
    private String name;

    @Personal(
            category = Personal.Category.CONTACT,
            purpose = "telling operators of alerts",
            basis = Personal.Basis.LEGITIMATE_INTEREST,
            retention = "until the channel is deleted",
            onErasure = Personal.Fate.NOT_CONCERNED)
    @Column(name = "target", nullable = false)
    byte[] target;

    @Column(name = "severity", nullable = false)
    String severity;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    @Column(name = "tested_at")
    @Nullable
    Instant testedAt;

    @Column(name = "sent_at")
    @Nullable
    Instant sentAt;

    @Column(name = "failing_since")
    @Nullable
    Instant failingSince;

    @NotPersonal("of the protocol, without the target")
    @Column(name = "last_error")
    @Nullable
    String lastError;

    protected AlertChannel() {}

    AlertChannel(UUID id, String kind, String name, byte[] target, String severity, Instant createdAt) {
        this.id = id;
        this.kind = kind;
        this.name = name;
        this.target = target.clone();
        this.severity = severity;
        this.createdAt = createdAt;
    }

    /** Under which kind its notifications wait. */
    String lane() {
        return kind.equals(WEBHOOK) ? LANE_OF_WEBHOOKS : kind;
    }

    /** What the API shows; where it leads is told to nobody, and what a webhook is signed with once. */
    record View(
            String id,
            String object,
            String kind,
            String name,
            String severity,
            String status,
            @Nullable String lastError,
            @Nullable Instant testedAt,
            @Nullable Instant sentAt,
            @Nullable Instant failingSince,
            Instant createdAt,
            @Nullable String secret) {}

    View view() {
        return view(null);
    }

    View view(@Nullable String secret) {
        return new View(
                IdKind.ALERT_CHANNEL.text(id),
                "alert_channel",
                kind,
                name,
                severity,
                failingSince == null ? "working" : "failing",
                lastError,
                testedAt,
                sentAt,
                failingSince,
                createdAt,
                secret);
    }
}
