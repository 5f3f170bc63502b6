package io.counterfoil.webhooks.delivery;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.webhooks.endpoint.EventTypes;
import io.counterfoil.webhooks.outbox.EventStored;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the deliveries of an event in the transaction that writes the event: what is committed will be delivered, there
 * is no queue in between that could lose it. A merchant without endpoints costs one look into an index.
 */
@Singleton
final class FanOut {

    /**
     * Primary key endpoint_pkey. A delivery's id is the event's time and random bits of its own: a UUIDv7 like all ids.
     */
    static final String FAN_OUT = """
        WITH made AS (
            INSERT INTO webhooks.delivery
                   (merchant_id, id, livemode, endpoint_id, event_id, event_type, status, created_at)
            SELECT e.merchant_id, (left(?, 15) || right(gen_random_uuid()::text, 21))::uuid, e.livemode, e.id, ?, ?,
                   'pending', ?
            FROM webhooks.endpoint e
            WHERE e.merchant_id = ? AND e.livemode = ? AND e.status = 'enabled'
              AND (e.id = ?::uuid OR (?::uuid IS NULL
                   AND string_to_array(e.event_types, ' ') && string_to_array(?, ' ')))
            RETURNING merchant_id, id, endpoint_id, event_id)
        INSERT INTO webhooks.delivery_queue (merchant_id, delivery_id, endpoint_id, event_id, attempt, due_at)
        SELECT merchant_id, id, endpoint_id, event_id, 0, now() FROM made\
        """;

    private final Transactions transactions;
    private final InstantSource time;
    private final DeliveryRetention retention;
    private final Event<DeliveriesQueued> queued;

    @Inject
    FanOut(Transactions transactions, InstantSource time, DeliveryRetention retention, Event<DeliveriesQueued> queued) {
        this.transactions = transactions;
        this.time = time;
        this.retention = retention;
        this.queued = queued;
    }

    void on(@Observes EventStored event) {
        retention.coverDeliveries(event.event());
        @Nullable UUID onlyTo = event.onlyTo().orElse(null);
        int deliveries = transactions
                .sql()
                .update(
                        FAN_OUT,
                        event.event().toString(),
                        event.event(),
                        event.type(),
                        time.instant(),
                        event.merchant(),
                        event.livemode(),
                        onlyTo,
                        onlyTo,
                        String.join(" ", EventTypes.patterns(event.type())));
        if (deliveries > 0) {
            queued.fire(new DeliveriesQueued());
        }
    }
}
