package io.counterfoil.domain.control;

import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** How often something that matters for a practice was seen on a day. Written by {@link Sightings}. */
@Entity
@NotPersonal
@Table(schema = "domain", name = "control_sighting")
@IdClass(ControlSighting.Key.class)
public class ControlSighting {

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    private String what;

    @Id
    private String subject;

    @Id
    private LocalDate day;

    @Column(nullable = false)
    private long count;

    @Column(name = "first_at", nullable = false)
    private Instant firstAt;

    @Column(name = "last_at", nullable = false)
    private Instant lastAt;

    protected ControlSighting() {}

    /** The primary key. */
    record Key(UUID merchantId, String what, String subject, LocalDate day) {}
}
