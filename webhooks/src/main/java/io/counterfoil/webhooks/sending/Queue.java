package io.counterfoil.webhooks.sending;

import io.counterfoil.domain.cluster.ThisServer;
import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.OutsideTransactions;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.webhooks.outbox.OutboxSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** The queue of deliveries, which all servers share: who may send what, now. All its times are the database's. */
@Singleton
final class Queue {

    /** After so many failures in a row an endpoint gets one attempt at a time, with growing pauses. */
    static final int BREAKER = 10;

    /** What one statement takes or writes down. */
    static final int LARGEST_BATCH = 200;

    /** Longer than any attempt may take; after that another server may send the same again. */
    private static final Duration LEASE = Duration.ofMinutes(3);

    /**
     * The endpoints that have something due, and how much of it each may get: bounded by what it has in flight, by its own
     * limit of that, by its breaker and by its token bucket. Locks their state, so that two servers never hand out the same allowance. Index
     * delivery_queue_waiting, skipping from endpoint to endpoint; delivery_queue_in_flight.
     */
    private static final String ALLOWANCES = """
        WITH RECURSIVE waiting AS (
            (SELECT merchant_id, endpoint_id FROM webhooks.delivery_queue
             WHERE owner IS NULL ORDER BY merchant_id, endpoint_id LIMIT 1)
            UNION ALL
            SELECT later.merchant_id, later.endpoint_id
            FROM waiting w CROSS JOIN LATERAL (
                SELECT q.merchant_id, q.endpoint_id FROM webhooks.delivery_queue q
                WHERE q.owner IS NULL AND (q.merchant_id, q.endpoint_id) > (w.merchant_id, w.endpoint_id)
                ORDER BY q.merchant_id, q.endpoint_id LIMIT 1) later)
        SELECT s.merchant_id, s.endpoint_id, s.failures > 0, e.rate_limit IS NOT NULL, sent.in_flight,
               LEAST(LEAST(CASE WHEN s.failures >= ? THEN 1 WHEN s.failures > 0 THEN ? ELSE ? END, ?, e.max_in_flight)
                     - sent.in_flight,
                     CASE WHEN e.rate_limit IS NULL THEN ?
                          ELSE floor(LEAST(GREATEST(1, e.rate_limit / 2.0),
                                           s.tokens + e.rate_limit * GREATEST(0, EXTRACT(EPOCH FROM now() - s.tokens_at))))
                     END)::int
        FROM waiting w
        JOIN webhooks.endpoint_state s ON s.merchant_id = w.merchant_id AND s.endpoint_id = w.endpoint_id
        JOIN webhooks.endpoint e ON e.merchant_id = w.merchant_id AND e.id = w.endpoint_id
        CROSS JOIN LATERAL (
            SELECT count(*)::int AS in_flight FROM webhooks.delivery_queue q
            WHERE q.merchant_id = w.merchant_id AND q.endpoint_id = w.endpoint_id AND q.owner IS NOT NULL) sent
        WHERE e.status = 'enabled' AND s.hold_until <= now()
          AND EXISTS (SELECT FROM webhooks.delivery_queue q
                      WHERE q.merchant_id = w.merchant_id AND q.endpoint_id = w.endpoint_id
                        AND q.owner IS NULL AND q.due_at <= now())
        FOR UPDATE OF s SKIP LOCKED\
        """;

    /**
     * Sees what others took since the allowances were read, before their endpoints' state was locked: it counts against
     * them. Picked once, whatever the plan: a join that asks again for a share would get other rows, and more than it. The limits
     * change no result: they tell the planner that there are few rows and one event for each, which it can't know, and which keep
     * it from reading all events there are. Indexes delivery_queue_waiting, delivery_queue_in_flight; primary keys event_pkey,
     * delivery_queue_pkey.
     */
    static final String CLAIM = """
        WITH picked AS MATERIALIZED (
            SELECT due.merchant_id, due.delivery_id, event.body, event.subject_id
            FROM jsonb_to_recordset(?::jsonb) AS share (merchant uuid, endpoint uuid, in_flight int, most int)
            CROSS JOIN LATERAL (
                SELECT GREATEST(0, count(*) - share.in_flight) AS since FROM webhooks.delivery_queue q
                WHERE q.merchant_id = share.merchant AND q.endpoint_id = share.endpoint AND q.owner IS NOT NULL) taken
            CROSS JOIN LATERAL (
                SELECT d.merchant_id, d.delivery_id, d.event_id FROM webhooks.delivery_queue d
                WHERE d.merchant_id = share.merchant AND d.endpoint_id = share.endpoint
                  AND d.owner IS NULL AND d.due_at <= now()
                ORDER BY d.due_at LIMIT GREATEST(0, share.most - taken.since)
                FOR UPDATE SKIP LOCKED) due
            CROSS JOIN LATERAL (
                SELECT e.body, e.subject_id FROM webhooks.event e
                WHERE e.merchant_id = due.merchant_id AND e.id = due.event_id LIMIT 1) event
            LIMIT LARGEST_BATCH)
        UPDATE webhooks.delivery_queue q
        SET owner = ?, leased_until = now() + ? * interval '1 millisecond', attempt = q.attempt + 1
        FROM picked
        WHERE q.merchant_id = picked.merchant_id AND q.delivery_id = picked.delivery_id
        RETURNING q.merchant_id, q.delivery_id, q.endpoint_id, q.event_id, q.attempt, picked.body, picked.subject_id\
        """.replace("LARGEST_BATCH", Integer.toString(LARGEST_BATCH));

    /** Primary key endpoint_state_pkey. */
    private static final String SPEND = """
        UPDATE webhooks.endpoint_state s
        SET tokens = LEAST(GREATEST(1, e.rate_limit / 2.0),
                           s.tokens + e.rate_limit * GREATEST(0, EXTRACT(EPOCH FROM now() - s.tokens_at)))
                     - spent.count,
            tokens_at = now()
        FROM jsonb_to_recordset(?::jsonb) AS spent (merchant uuid, endpoint uuid, count int)
        JOIN webhooks.endpoint e ON e.merchant_id = spent.merchant AND e.id = spent.endpoint
        WHERE s.merchant_id = spent.merchant AND s.endpoint_id = spent.endpoint\
        """;

    /** What dead servers had in flight, and what was in flight for too long. Index delivery_queue_in_flight. */
    private static final String FREE_ORPHANS = """
        UPDATE webhooks.delivery_queue SET owner = NULL, leased_until = NULL
        WHERE owner IS NOT NULL
          AND (leased_until < now()
               OR owner NOT IN (SELECT s.id FROM domain.server_instance s WHERE s.alive_until > now()))\
        """;

    /**
     * What was committed for an endpoint while that was disabled, deleted, or its event dropped. The whole small table; of events
     * one for each of its rows that is old enough to have lost it, which a NOT EXISTS could not promise.
     */
    private static final String SWEEP = """
        WITH ended AS (
            DELETE FROM webhooks.delivery_queue q
            WHERE q.owner IS NULL
              AND (NOT EXISTS (SELECT FROM webhooks.endpoint e
                               WHERE e.merchant_id = q.merchant_id AND e.id = q.endpoint_id AND e.status = 'enabled')
                   OR q.event_id < ? AND (SELECT e.id FROM webhooks.event e
                                          WHERE e.merchant_id = q.merchant_id AND e.id = q.event_id LIMIT 1) IS NULL)
            RETURNING q.merchant_id, q.delivery_id)
        UPDATE webhooks.delivery d SET status = 'failed'
        FROM ended WHERE d.merchant_id = ended.merchant_id AND d.id = ended.delivery_id\
        """;

    /**
     * After the database's clock has jumped back, what was set at a time yet to come has as long to go as it was meant to
     * have, and what lies farther ahead than anything is ever set counts as now. The whole small tables.
     */
    private static final String MEND_STATES = """
        UPDATE webhooks.endpoint_state
        SET tokens_at = LEAST(tokens_at, now()),
            hold_until = CASE WHEN held_at > now() + interval '1 second' AND hold_until > held_at AND isfinite(hold_until)
                              THEN now() + LEAST(hold_until - held_at, interval '1 day')
                              WHEN hold_until > now() + interval '1 day' THEN now()
                              ELSE hold_until END,
            held_at = CASE WHEN held_at > now() THEN now() ELSE held_at END
        WHERE tokens_at > now() + interval '1 second' OR held_at > now() + interval '1 second'
           OR hold_until > now() + interval '1 day'\
        """;

    /** What is new is due at once; a pause between attempts is a day and a half at most. */
    private static final String MEND_QUEUE = """
        UPDATE webhooks.delivery_queue
        SET due_at = CASE WHEN planned_at > now() THEN now() + LEAST(due_at - planned_at, interval '2 days') ELSE now() END,
            planned_at = now()
        WHERE owner IS NULL AND (planned_at > now() + interval '1 second' OR due_at > now() + interval '2 days')\
        """;

    /** As if it had never been taken, but for a moment of rest. Primary key delivery_queue_pkey. */
    private static final String PUT_BACK = """
        UPDATE webhooks.delivery_queue q
        SET owner = NULL, leased_until = NULL, attempt = q.attempt - 1, due_at = now() + interval '10 seconds',
            planned_at = now()
        FROM jsonb_to_recordset(?::jsonb) AS unsent (merchant uuid, delivery uuid, attempt int)
        WHERE q.merchant_id = unsent.merchant AND q.delivery_id = unsent.delivery
          AND q.owner = ? AND q.attempt = unsent.attempt\
        """;

    private static final String HAND_BACK = """
        UPDATE webhooks.delivery_queue SET owner = NULL, leased_until = NULL WHERE owner = ?\
        """;

    private final Transactions transactions;
    private final ThisServer server;
    private final Sql direct;
    private final InstantSource time;
    private final int mostInFlight;
    private final Duration eventRetention;

    @Inject
    Queue(
            Transactions transactions,
            ThisServer server,
            @OutsideTransactions DataSource direct,
            InstantSource time,
            ConfigurationSource configuration) {
        this.transactions = transactions;
        this.server = server;
        this.direct = new Sql(direct);
        this.time = time;
        this.eventRetention = OutboxSettings.RETENTION.in(configuration);
        this.mostInFlight = SendingSettings.ENDPOINT_CONCURRENCY.in(configuration);
    }

    /** How much an endpoint may get in this round, and what all servers are sending to it. */
    record Allowance(UUID merchant, UUID endpoint, boolean troubled, boolean limited, int inFlight, int most) {}

    private record Share(UUID merchant, UUID endpoint, int inFlight, int most) {}

    private record Unsent(UUID merchant, UUID delivery, int attempt) {}

    private record Spent(UUID merchant, UUID endpoint, int count) {}

    /** Takes what is due, shared out fairly among the endpoints. */
    List<Claimed> claim(Places places) {
        return transactions.commit(() -> {
            List<Allowance> allowances = transactions
                    .sql()
                    .all(
                            ALLOWANCES,
                            row -> new Allowance(
                                    row.getObject(1, UUID.class),
                                    row.getObject(2, UUID.class),
                                    row.getBoolean(3),
                                    row.getBoolean(4),
                                    row.getInt(5),
                                    row.getInt(6)),
                            BREAKER,
                            FairShares.FEW,
                            mostInFlight,
                            mostInFlight,
                            mostInFlight);
            Map<Allowance, Integer> shares = FairShares.of(allowances, places, LARGEST_BATCH);
            if (shares.isEmpty()) {
                return List.of();
            }
            List<Claimed> claimed = take(shares);
            spend(shares.keySet().stream().filter(Allowance::limited).toList(), claimed);
            return claimed;
        });
    }

    /** Gives back what nobody is sending any more. */
    void freeOrphans() {
        direct.update(FREE_ORPHANS);
    }

    /** Ends what can never be sent, and lets go what a clock that jumped would hold for long. */
    void sweep() {
        direct.update(SWEEP, Ids.firstAt(time.instant().minus(eventRetention)));
        direct.update(MEND_STATES);
        direct.update(MEND_QUEUE);
    }

    /** Gives back what this server has taken and not begun to send: none of its attempts is used up. */
    void putBack(Collection<Claimed> unsent) {
        if (!unsent.isEmpty()) {
            direct.update(
                    PUT_BACK,
                    json(unsent.stream()
                            .map(one -> new Unsent(one.merchant(), one.delivery(), one.attempt()))
                            .toList()),
                    server.id());
        }
    }

    /** Gives back all that this server is sending, because it stops. What was begun may have arrived: it counts. */
    void handBack() {
        direct.update(HAND_BACK, server.id());
    }

    private List<Claimed> take(Map<Allowance, Integer> shares) {
        List<Share> list = new ArrayList<>();
        Map<UUID, Allowance> byEndpoint = new HashMap<>();
        shares.forEach((allowance, most) -> {
            list.add(new Share(allowance.merchant(), allowance.endpoint(), allowance.inFlight(), most));
            byEndpoint.put(allowance.endpoint(), allowance);
        });
        return transactions
                .sql()
                .all(
                        CLAIM,
                        row -> {
                            UUID endpoint = row.getObject(3, UUID.class);
                            Allowance allowance = byEndpoint.get(endpoint);
                            return new Claimed(
                                    row.getObject(1, UUID.class),
                                    row.getObject(2, UUID.class),
                                    endpoint,
                                    row.getObject(4, UUID.class),
                                    row.getInt(5),
                                    allowance != null && allowance.troubled(),
                                    row.getString(6),
                                    Optional.ofNullable(row.getObject(7, UUID.class)));
                        },
                        json(list),
                        server.id(),
                        LEASE.toMillis());
    }

    private void spend(List<Allowance> limited, List<Claimed> claimed) {
        List<Spent> spent = limited.stream()
                .map(allowance -> new Spent(allowance.merchant(), allowance.endpoint(), (int) claimed.stream()
                        .filter(one -> one.endpoint().equals(allowance.endpoint()))
                        .count()))
                .toList();
        if (!spent.isEmpty()) {
            transactions.sql().update(SPEND, json(spent));
        }
    }

    static String json(Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }
}
