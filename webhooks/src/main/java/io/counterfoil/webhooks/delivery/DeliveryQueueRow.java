package io.counterfoil.webhooks.delivery;

import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the queue, for the schema's check at start; {@link Queue} reads and writes it in plain SQL. */
@Entity
@NotPersonal
@Table(schema = "webhooks", name = "delivery_queue")
public class DeliveryQueueRow {

    @Column(name = "merchant_id", nullable = false)
    private UUID merchantId;

    @Id
    @Column(name = "delivery_id")
    private UUID deliveryId;

    @Column(name = "endpoint_id", nullable = false)
    private UUID endpointId;

    @Column(name = "event_id", nullable = false)
    private UUID eventId;

    @Column(name = "attempt", nullable = false)
    private int attempt;

    @Column(name = "due_at", nullable = false)
    private Instant dueAt;

    @Column(name = "planned_at", nullable = false)
    private Instant plannedAt;

    @Column(name = "owner")
    private @Nullable UUID owner;

    @Column(name = "leased_until")
    private @Nullable Instant leasedUntil;

    protected DeliveryQueueRow() {}
}
