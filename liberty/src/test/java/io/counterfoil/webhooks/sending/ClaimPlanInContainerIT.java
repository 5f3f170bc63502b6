package io.counterfoil.webhooks.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.cluster.ThisServer;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.webhooks.endpoint.EndpointInContainer;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a claim reads where there is a history: as much as it takes, and not all that there is. */
@ExtendWith(ArquillianExtension.class)
class ClaimPlanInContainerIT {

    private static final int HISTORY = 20_000;
    private static final int WAITING = 20_000;
    private static final int SHARE = 16;

    /** At the time of an id, in the partition of its day. */
    private static final String EVENTS = """
        INSERT INTO webhooks.event (merchant_id, id, livemode, type, body, created_at)
        SELECT ?, (left(?, 15) || right(gen_random_uuid()::text, 21))::uuid, false, 'ping', repeat('x', 700), now()
        FROM generate_series(1, ?)\
        """;

    private static final String QUEUED = """
        INSERT INTO webhooks.delivery_queue (merchant_id, delivery_id, endpoint_id, event_id, attempt, due_at)
        SELECT merchant_id, gen_random_uuid(), ?, id, 0, now()
        FROM webhooks.event WHERE merchant_id = ? LIMIT ?\
        """;

    /** What the running transaction has read of a table, and of its partitions, by going through all of it. */
    private static final String READ_WHOLE = """
        SELECT coalesce(sum(seq_tup_read), 0) FROM pg_stat_xact_user_tables
        WHERE schemaname = 'webhooks' AND relname ~ ?\
        """;

    @Inject
    private Transactions transactions;

    @Inject
    private ThisServer server;

    @Inject
    private Ids ids;

    @Inject
    private EndpointInContainer endpoint;

    @BeforeEach
    void makeHistory() {
        endpoint.make();
        transactions.commit(() -> {
            Sql sql = transactions.sql();
            sql.update(EVENTS, endpoint.merchant(), ids.next().toString(), HISTORY);
            sql.update(QUEUED, endpoint.id(), endpoint.merchant(), WAITING);
            sql.update("ANALYZE webhooks.event");
            sql.update("ANALYZE webhooks.delivery_queue");
        });
    }

    @AfterEach
    void forgetIt() {
        endpoint.forget();
        transactions.commit(() -> {
            transactions.sql().update("DELETE FROM webhooks.event WHERE merchant_id = ?", endpoint.merchant());
        });
    }

    @Test
    void reads_the_events_and_places_that_it_takes_and_no_others() {
        transactions.commit(() -> {
            List<String> bodies = claim();

            assertThat(bodies).hasSize(SHARE).allMatch(body -> body.startsWith("xxx"));
            assertThat(readWhole("^event_")).as("events").isZero();
            assertThat(readWhole("^delivery_queue$")).as("deliveries that wait").isZero();
        });
    }

    private List<String> claim() {
        record Share(UUID merchant, UUID endpoint, int inFlight, int most) {}
        return transactions
                .sql()
                .all(
                        Queue.CLAIM,
                        row -> row.getString(6),
                        Queue.json(List.of(new Share(endpoint.merchant(), endpoint.id(), 0, SHARE))),
                        server.id(),
                        1_000L);
    }

    private long readWhole(String tables) {
        return transactions
                .sql()
                .first(READ_WHOLE, row -> row.getLong(1), tables)
                .orElseThrow();
    }
}
