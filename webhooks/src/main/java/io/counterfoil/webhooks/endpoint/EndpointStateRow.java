package io.counterfoil.webhooks.endpoint;

import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How it goes with an endpoint: breaker, pause and token bucket, which the senders keep in plain SQL. */
@Entity
@NotPersonal
@Table(schema = "webhooks", name = "endpoint_state")
public class EndpointStateRow {

    @Column(name = "merchant_id", nullable = false)
    private UUID merchantId;

    @Id
    @Column(name = "endpoint_id")
    private UUID endpointId;

    @Column(name = "failures", nullable = false)
    private int failures;

    @Column(name = "failing_since")
    private @Nullable Instant failingSince;

    @Column(name = "last_failed_at")
    private @Nullable Instant lastFailedAt;

    @Column(name = "hold_until", nullable = false)
    private Instant holdUntil;

    @Column(name = "held_at")
    private @Nullable Instant heldAt;

    @Column(name = "tokens", nullable = false)
    private double tokens;

    @Column(name = "tokens_at", nullable = false)
    private Instant tokensAt;

    protected EndpointStateRow() {}
}
