package io.counterfoil.monitoring.usage;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** How often one key called one route with one result, from one network, in one minute. */
@Entity
@NotPersonal
@Table(schema = "monitoring", name = "usage_minute")
@IdClass(MerchantScopedId.class)
public class UsageMinute {

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    @Column(name = "id")
    private UUID id;

    @Column(name = "livemode", nullable = false)
    private boolean livemode;

    @Column(name = "key_id", nullable = false)
    private UUID keyId;

    @Column(name = "route", nullable = false)
    private String route;

    @Column(name = "status", nullable = false)
    private int status;

    /** Where a credential was used from, as in {@link KeySighting}; empty for callers without one. */
    @NotPersonal("the network of a merchant's backend or of an operator")
    @Column(name = "network", nullable = false)
    private String network;

    @Column(name = "at", nullable = false)
    private Instant at;

    @Column(name = "count", nullable = false)
    private long count;

    protected UsageMinute() {}
}
