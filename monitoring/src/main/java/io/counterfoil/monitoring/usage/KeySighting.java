package io.counterfoil.monitoring.usage;

import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** That a key called a route, or called from a network. */
@Entity
@NotPersonal
@Table(schema = "monitoring", name = "key_sighting")
@IdClass(KeySighting.Key.class)
public class KeySighting {

    record Key(UUID merchantId, UUID keyId, String kind, String value) {}

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    @Column(name = "key_id")
    private UUID keyId;

    @Id
    @Column(name = "kind")
    private String kind;

    @NotPersonal("a route, or the network of a merchant's backend")
    @Id
    @Column(name = "value")
    private String value;

    @Column(name = "livemode", nullable = false)
    private boolean livemode;

    @Column(name = "first_at", nullable = false)
    private Instant firstAt;

    @Column(name = "last_at", nullable = false)
    private Instant lastAt;

    @Column(name = "count", nullable = false)
    private long count;

    protected KeySighting() {}

    /** What the API shows. */
    record View(String kind, String value, Instant firstSeenAt, Instant lastSeenAt, long count) {}

    View view() {
        return new View(kind, value, firstAt, lastAt, count);
    }
}
