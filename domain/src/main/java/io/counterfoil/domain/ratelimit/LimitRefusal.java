package io.counterfoil.domain.ratelimit;

import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** How often one key was refused under one policy within an hour. Written by {@link Refusals}. */
@Entity
@NotPersonal
@Table(schema = "domain", name = "limit_refusal")
@IdClass(LimitRefusal.Key.class)
public class LimitRefusal {

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    @Column(name = "key_id")
    private UUID keyId;

    @Id
    private String policy;

    @Id
    private Instant hour;

    @Column(nullable = false)
    private long refused;

    @Column(nullable = false)
    private long impatient;

    protected LimitRefusal() {}

    /** The primary key. */
    record Key(UUID merchantId, UUID keyId, String policy, Instant hour) {}
}
