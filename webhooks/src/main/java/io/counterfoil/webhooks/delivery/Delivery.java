package io.counterfoil.webhooks.delivery;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One event on its way to one endpoint. */
@Entity
@NotPersonal
@Table(schema = "webhooks", name = "delivery")
@IdClass(MerchantScopedId.class)
public class Delivery {

    public static final String PENDING = "pending";
    public static final String DELIVERED = "delivered";
    public static final String FAILED = "failed";

    @Id
    @Column(name = "merchant_id")
    UUID merchantId;

    @Id
    @Column(name = "id")
    UUID id;

    @Column(name = "livemode", nullable = false)
    boolean livemode;

    @Column(name = "endpoint_id", nullable = false)
    UUID endpointId;

    @Column(name = "event_id", nullable = false)
    UUID eventId;

    @Column(name = "event_type", nullable = false)
    String eventType;

    @Column(name = "status", nullable = false)
    String status;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    protected Delivery() {}

    /** What lists show. */
    record Summary(
            String id,
            String object,
            String endpoint,
            String event,
            String eventType,
            String status,
            boolean livemode,
            Instant createdAt) {}

    /** What one delivery shows: every attempt that is still on record, and when the next is due. */
    record View(
            String id,
            String object,
            String endpoint,
            String event,
            String eventType,
            String status,
            boolean livemode,
            Instant createdAt,
            @Nullable Instant nextAttemptAt,
            List<Attempt.View> attempts) {}

    Summary summary() {
        return new Summary(
                IdKind.WEBHOOK_DELIVERY.text(id),
                "webhook_delivery",
                IdKind.WEBHOOK_ENDPOINT.text(endpointId),
                IdKind.EVENT.text(eventId),
                eventType,
                status,
                livemode,
                createdAt);
    }

    View view(@Nullable Instant nextAttemptAt, List<Attempt.View> attempts) {
        Summary summary = summary();
        return new View(
                summary.id,
                summary.object,
                summary.endpoint,
                summary.event,
                summary.eventType,
                summary.status,
                summary.livemode,
                summary.createdAt,
                nextAttemptAt,
                attempts);
    }
}
