package io.counterfoil.liberty.webhooks;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.liberty.faults.Database;
import java.time.InstantSource;
import java.util.UUID;

/** Deliveries that wait, as the server would have written them, committed at once. */
final class Backlog {

    private static final String MADE = """
        WITH target AS (SELECT merchant_id, id FROM webhooks.endpoint WHERE id = '%s'),
        event AS (
            INSERT INTO webhooks.event (merchant_id, id, livemode, type, body, created_at)
            SELECT t.merchant_id, (left('%s', 15) || right(gen_random_uuid()::text, 21))::uuid, false, 'refund.failed', '{}',
                   now()
            FROM target t, generate_series(1, %s)
            RETURNING merchant_id, id),
        delivery AS (
            INSERT INTO webhooks.delivery
                   (merchant_id, id, livemode, endpoint_id, event_id, event_type, status, created_at)
            SELECT e.merchant_id, e.id, false, t.id, e.id, 'refund.failed', 'pending', now() FROM event e, target t
            RETURNING merchant_id, id, endpoint_id, event_id)
        INSERT INTO webhooks.delivery_queue (merchant_id, delivery_id, endpoint_id, event_id, attempt, due_at)
        SELECT merchant_id, id, endpoint_id, event_id, 0, now() FROM delivery\
        """;

    private Backlog() {}

    static void of(int deliveries, Database database, String endpoint) {
        long now = InstantSource.system().millis();
        database.update(MADE.formatted(
                IdKind.WEBHOOK_ENDPOINT.parse(endpoint).orElseThrow(), new UUID(now << 16 | 0x7000, 0), deliveries));
    }
}
