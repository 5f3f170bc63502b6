package io.counterfoil.monitoring.incident;

import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A step of the plan that was taken. */
@Entity
@NotPersonal
@Table(schema = "monitoring", name = "incident_step")
@IdClass(IncidentStep.Key.class)
public class IncidentStep {

    static final String REVOKE = "revoke_keys";
    static final String NOTIFY = "notify";
    static final String REVIEW = "review_logs";
    static final String DOCUMENT = "document";

    /** The primary key. */
    public record Key(UUID merchantId, UUID incidentId, String step) {}

    @Id
    @Column(name = "merchant_id")
    UUID merchantId;

    @Id
    @Column(name = "incident_id")
    UUID incidentId;

    @Id
    @Column(name = "step")
    String step;

    @Column(name = "begun_at", nullable = false)
    Instant begunAt;

    @Column(name = "done_at", nullable = false)
    Instant doneAt;

    @Column(name = "done_by", nullable = false)
    String doneBy;

    /** JSON: what came of it, in ids and figures. */
    @Column(name = "result", nullable = false)
    String result;

    protected IncidentStep() {}

    IncidentStep(Incident incident, String step, Instant begunAt, Instant doneAt, String doneBy, String result) {
        this.merchantId = incident.merchantId;
        this.incidentId = incident.id;
        this.step = step;
        this.begunAt = begunAt;
        this.doneAt = doneAt;
        this.doneBy = doneBy;
        this.result = result;
    }
}
