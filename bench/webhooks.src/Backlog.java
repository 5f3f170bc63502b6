package io.counterfoil.bench.webhooks;

import io.counterfoil.domain.database.Sql;
import java.util.UUID;

/** Deliveries that wait, as the server would have written them, committed at once. */
final class Backlog {

    private static final String MADE = """
            WITH target AS (
                SELECT merchant_id, id, row_number() OVER () AS number, count(*) OVER () AS all
                FROM webhooks.endpoint WHERE status = 'enabled'),
            event AS (
                INSERT INTO webhooks.event (merchant_id, id, livemode, type, body, created_at)
                SELECT (SELECT merchant_id FROM target LIMIT 1),
                       (left(?, 15) || right(gen_random_uuid()::text, 21))::uuid, false, 'payment.succeeded', ?, now()
                FROM generate_series(1, ?)
                RETURNING merchant_id, id),
            numbered AS (SELECT merchant_id, id, row_number() OVER () AS number FROM event),
            delivery AS (
                INSERT INTO webhooks.delivery
                       (merchant_id, id, livemode, endpoint_id, event_id, event_type, status, created_at)
                SELECT t.merchant_id, n.id, false, t.id, n.id, 'payment.succeeded', 'pending', now()
                FROM numbered n JOIN target t ON t.number = 1 + n.number % t.all
                RETURNING merchant_id, id, endpoint_id, event_id)
            INSERT INTO webhooks.delivery_queue (merchant_id, delivery_id, endpoint_id, event_id, attempt, due_at)
            SELECT merchant_id, id, endpoint_id, event_id, 0, now() FROM delivery""";

    private Backlog() {}

    static void of(int deliveries, String body, Sql sql) {
        String now = new UUID(System.currentTimeMillis() << 16 | 0x7000, 0).toString();
        sql.update(MADE, now, body, deliveries);
        sql.update("ANALYZE webhooks.delivery_queue");
    }
}
