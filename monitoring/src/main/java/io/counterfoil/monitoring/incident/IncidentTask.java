package io.counterfoil.monitoring.incident;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.personaldata.Personal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What somebody has to do by a day, so that it does not happen again. */
@Entity
@NotPersonal
@Table(schema = "monitoring", name = "incident_task")
@IdClass(MerchantScopedId.class)
public class IncidentTask {

    @Id
    @Column(name = "merchant_id")
    UUID merchantId;

    @Id
    @Column(name = "id")
    UUID id;

    @Column(name = "incident_id", nullable = false)
    UUID incidentId;

    @Personal(
            category = Personal.Category.FREE_TEXT,
            purpose = "what is to be done",
            basis = Personal.Basis.LEGAL_OBLIGATION,
            retention = "as long as the incident is kept",
            onErasure = Personal.Fate.NOT_CONCERNED)
    @Column(name = "task", nullable = false)
    byte[] task;

    @Personal(
            category = Personal.Category.IDENTITY,
            purpose = "who does it",
            basis = Personal.Basis.LEGAL_OBLIGATION,
            retention = "as long as the incident is kept",
            onErasure = Personal.Fate.NOT_CONCERNED)
    @Column(name = "owner", nullable = false)
    byte[] owner;

    @Column(name = "due", nullable = false)
    LocalDate due;

    @Column(name = "completed_at")
    @Nullable
    Instant completedAt;

    @Column(name = "completed_by")
    @Nullable
    String completedBy;

    protected IncidentTask() {}
}
