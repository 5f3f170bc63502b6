package io.counterfoil.monitoring.peopleletter;

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

/** A letter to a person. What it says is made when it is sent, and kept nowhere. */
@Entity
@NotPersonal
@Table(schema = "monitoring", name = "people_letter")
@IdClass(MerchantScopedId.class)
public class PeopleLetter {

    @Id
    @Column(name = "merchant_id")
    UUID merchantId;

    @Id
    @Column(name = "id")
    UUID id;

    @Column(name = "incident_id", nullable = false)
    UUID incidentId;

    @Column(name = "livemode", nullable = false)
    boolean livemode;

    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "tell a person, once, that others may have seen their data",
            basis = Personal.Basis.LEGAL_OBLIGATION,
            retention = "three years after the incident was closed, by default",
            onErasure = Personal.Fate.RETAINED)
    @Column(name = "subject_id", nullable = false)
    UUID subjectId;

    @Column(name = "since", nullable = false)
    Instant since;

    @NotPersonal("names of members")
    @Column(name = "fields", nullable = false)
    String fields;

    @Column(name = "state", nullable = false)
    private String state;

    @Column(name = "owner")
    private @Nullable UUID owner;

    @Column(name = "ask_at")
    private @Nullable Instant askAt;

    @Column(name = "times_asked", nullable = false)
    int timesAsked;

    protected PeopleLetter() {}
}
