package io.counterfoil.liberty.webhooks;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.liberty.postgres.EmbeddedPostgres;
import io.counterfoil.liberty.process.CounterfoilProcess;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.UUID;

/** Deliveries that wait, as the server would have written them, committed at once. */
final class Backlog {

    private static final String MADE = """
        WITH target AS (SELECT merchant_id, id FROM webhooks.endpoint WHERE id = ?),
        event AS (
            INSERT INTO webhooks.event (merchant_id, id, livemode, type, body, created_at)
            SELECT t.merchant_id, (left(?, 15) || right(gen_random_uuid()::text, 21))::uuid, false, 'refund.failed', '{}',
                   now()
            FROM target t, generate_series(1, ?)
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

    static void of(int deliveries, CounterfoilProcess server, String endpoint) throws IOException, SQLException {
        EmbeddedPostgres.Access access =
                EmbeddedPostgres.ofRunningServer(server.home().resolve("postgres"));
        long now = InstantSource.system().millis();
        try (Connection connection = DriverManager.getConnection(access.url(), access.user(), access.password());
                PreparedStatement made = connection.prepareStatement(MADE)) {
            made.setObject(1, IdKind.WEBHOOK_ENDPOINT.parse(endpoint).orElseThrow());
            made.setString(2, new UUID(now << 16 | 0x7000, 0).toString());
            made.setInt(3, deliveries);
            made.executeUpdate();
        }
    }
}
