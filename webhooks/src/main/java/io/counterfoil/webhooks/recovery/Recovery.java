package io.counterfoil.webhooks.recovery;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A job that goes through the events of a time span, oldest first; {@code reached} is where it goes on. */
@Entity
@NotPersonal
@Table(schema = "webhooks", name = "recovery")
@IdClass(MerchantScopedId.class)
public class Recovery {

    static final String RUNNING = "running";
    static final String COMPLETED = "completed";
    static final String CANCELLED = "cancelled";

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

    @Column(name = "since", nullable = false)
    Instant since;

    @Column(name = "until", nullable = false)
    Instant until;

    @Column(name = "status", nullable = false)
    String status = RUNNING;

    @Column(name = "found", nullable = false)
    int found;

    @Column(name = "queued", nullable = false)
    int queued;

    @Column(name = "reached", nullable = false)
    UUID reached;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    protected Recovery() {}

    /** From a time on, until just before another. */
    record Span(Instant since, Instant until) {}

    Recovery(MerchantScopedId key, boolean livemode, UUID endpointId, Span span, Instant createdAt) {
        this.merchantId = key.merchantId();
        this.id = key.id();
        this.livemode = livemode;
        this.endpointId = endpointId;
        this.since = span.since();
        this.until = span.until();
        this.reached = Ids.firstAt(span.since());
        this.createdAt = createdAt;
    }

    /** From the first event on; what has arrived meanwhile is passed over. */
    void beginAnew() {
        reached = Ids.firstAt(since);
        queued = 0;
    }

    UUID end() {
        return Ids.firstAt(until);
    }

    /**
     * What the API shows.
     *
     * @param found how many events there were to send again when it began
     * @param queued how many it has queued so far
     */
    record View(
            String id,
            String object,
            String endpoint,
            Instant since,
            Instant until,
            String status,
            int found,
            int queued,
            boolean livemode,
            Instant createdAt) {}

    View view() {
        return new View(
                IdKind.WEBHOOK_RECOVERY.text(id),
                "webhook_recovery",
                IdKind.WEBHOOK_ENDPOINT.text(endpointId),
                since,
                until,
                status,
                found,
                queued,
                livemode,
                createdAt);
    }
}
