package io.counterfoil.monitoring.incident;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.personaldata.Personal;
import io.counterfoil.monitoring.trace.AffectedPeople;
import io.counterfoil.monitoring.trace.Suspect;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An incident, from the moment when somebody said so. */
@Entity
@NotPersonal
@Table(schema = "monitoring", name = "incident")
@IdClass(MerchantScopedId.class)
public class Incident {

    static final String OPEN = "open";
    static final String CLOSED = "closed";

    /** GDPR, Article 33(1). */
    static final Duration TOLD_WITHIN = Duration.ofHours(72);

    @Id
    @Column(name = "merchant_id")
    UUID merchantId;

    @Id
    @Column(name = "id")
    UUID id;

    @Column(name = "livemode", nullable = false)
    boolean livemode;

    @Column(name = "type", nullable = false)
    String type;

    @Column(name = "status", nullable = false)
    String status = OPEN;

    @Column(name = "drill", nullable = false)
    boolean drill;

    /** The id, as it stands outside, of what is compromised. */
    @Column(name = "subject", nullable = false)
    String subject;

    @Personal(
            category = Personal.Category.FREE_TEXT,
            purpose = "what happened, in an operator's words",
            basis = Personal.Basis.LEGAL_OBLIGATION,
            retention = "as long as the incident is kept",
            onErasure = Personal.Fate.NOT_CONCERNED)
    @Column(name = "summary", nullable = false)
    byte[] summary;

    @Column(name = "opened_at", nullable = false)
    Instant openedAt;

    @Column(name = "opened_by", nullable = false)
    String openedBy;

    @Column(name = "window_from", nullable = false)
    Instant from;

    @Column(name = "window_to")
    @Nullable
    Instant to;

    /** Steps that the server has yet to take by itself. */
    @NotPersonal("names of steps")
    @Column(name = "automatic", nullable = false)
    String automatic = "";

    @Column(name = "authority_notified_at")
    @Nullable
    Instant authorityNotifiedAt;

    /** How much of the time had passed when people were last reminded. */
    @Column(name = "authority_alarmed_percent", nullable = false)
    private int authorityAlarmedPercent;

    @Column(name = "closed_at")
    @Nullable
    Instant closedAt;

    @Column(name = "closed_by")
    @Nullable
    String closedBy;

    protected Incident() {}

    /** What is traced: whoever holds the secret may have used it until now, where no end is known. */
    Suspect suspect(Instant now) {
        Instant until = to == null || to.isAfter(now) ? now : to;
        AffectedPeople.Owner owner = new AffectedPeople.Owner(merchantId, livemode);
        return IdKind.API_KEY
                .parse(subject)
                .map(key -> Suspect.ofKey(owner, key, from, until))
                .or(() -> IdKind.OPERATOR_TOKEN.parse(subject).map(token -> Suspect.ofOperator(token, from, until)))
                .orElseGet(() -> Suspect.ofSigner(owner, subject, from, until));
    }

    IncidentType kind() {
        return IncidentType.of(type);
    }

    String text() {
        return IdKind.INCIDENT.text(id);
    }

    /** When the authority must have heard of it, if people's data are concerned. */
    Instant authorityDueAt() {
        return openedAt.plus(TOLD_WITHIN);
    }
}
