package io.counterfoil.webhooks.sending;

import io.counterfoil.domain.cluster.ThisServer;
import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.webhooks.endpoint.EndpointDisabled;
import io.counterfoil.webhooks.endpoint.Endpoints;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes down how attempts went, a batch in one transaction: log, queue, delivery, and the endpoint's health. */
@Singleton
final class Ledger {

    /**
     * Primary keys only. What another server has taken over meanwhile is logged and otherwise left alone. A batch whose
     * commit was never acknowledged is written again: what stands already is left as it is.
     */
    private static final String WRITE = """
        WITH result AS (
            SELECT * FROM jsonb_to_recordset(?::jsonb) AS r (
                merchant uuid, delivery uuid, attempt uuid, number int, at timestamptz, status_code int, error text,
                duration_ms int, address text, body text, subject uuid, status text, pause_ms bigint)),
        logged AS (
            INSERT INTO webhooks.attempt
                   (merchant_id, id, delivery_id, at, status_code, error, duration_ms, address, response_body,
                    subject_id, next_attempt_at)
            SELECT merchant, attempt, delivery, at, status_code, error, duration_ms, address, decode(body, 'base64'),
                   subject, CASE WHEN status = 'pending' THEN now() + pause_ms * interval '1 millisecond' END
            FROM result
            ON CONFLICT DO NOTHING),
        again AS (
            UPDATE webhooks.delivery_queue q
            SET owner = NULL, leased_until = NULL, due_at = now() + r.pause_ms * interval '1 millisecond',
                planned_at = now()
            FROM result r
            WHERE q.merchant_id = r.merchant AND q.delivery_id = r.delivery AND q.owner = ? AND q.attempt = r.number
              AND r.status = 'pending'),
        ended AS (
            DELETE FROM webhooks.delivery_queue q USING result r
            WHERE q.merchant_id = r.merchant AND q.delivery_id = r.delivery AND q.owner = ? AND q.attempt = r.number
              AND r.status <> 'pending'
            RETURNING q.merchant_id, q.delivery_id, r.status)
        UPDATE webhooks.delivery d SET status = ended.status
        FROM ended WHERE d.merchant_id = ended.merchant_id AND d.id = ended.delivery_id\
        """;

    /** Longer than two attempts of one delivery may lie apart: a day, up to half as much more, and what hinders them. */
    private static final Duration QUIET = Duration.ofDays(2);

    /**
     * The breaker. It opens when failures reach its threshold; after each pause one attempt goes through, and the pause
     * doubles from 5 seconds to 5 minutes until one succeeds. What was in flight when it opened changes nothing. An
     * endpoint fails since its first failure after a success, or after a time without any.
     */
    private static final String HEALTH = """
        UPDATE webhooks.endpoint_state s
        SET failures = n.failures,
            failing_since = CASE WHEN ?::boolean THEN NULL
                                 WHEN s.last_failed_at < now() - ? * interval '1 millisecond' THEN now()
                                 ELSE COALESCE(s.failing_since, now()) END,
            last_failed_at = CASE WHEN ? > 0 THEN now() ELSE s.last_failed_at END,
            hold_until = CASE WHEN n.failures >= ? AND n.failures > s.failures
                              THEN now() + LEAST(300, 5 * power(2, LEAST(n.failures - ?, 6))) * interval '1 second'
                              ELSE s.hold_until END,
            held_at = CASE WHEN n.failures >= ? AND n.failures > s.failures THEN now() ELSE s.held_at END
        FROM (SELECT CASE WHEN ?::boolean THEN 0
                          WHEN t.failures < ? THEN LEAST(?, t.failures + ?)
                          WHEN t.hold_until > now() THEN t.failures
                          ELSE t.failures + 1 END AS failures
              FROM webhooks.endpoint_state t
              WHERE t.merchant_id = ? AND t.endpoint_id = ? FOR UPDATE) n
        WHERE s.merchant_id = ? AND s.endpoint_id = ?
        RETURNING s.failing_since < now() - ? * interval '1 millisecond'\
        """;

    private static final String HOLD = """
        UPDATE webhooks.endpoint_state
        SET hold_until = now() + ? * interval '1 millisecond', held_at = now()
        WHERE merchant_id = ? AND endpoint_id = ? AND hold_until < now() + ? * interval '1 millisecond'\
        """;

    /** Index delivery_queue_waiting. What is in flight may still arrive: its attempt decides, or the sweep. */
    private static final String GIVE_UP = """
        WITH ended AS (
            DELETE FROM webhooks.delivery_queue WHERE merchant_id = ? AND endpoint_id = ? AND owner IS NULL
            RETURNING merchant_id, delivery_id)
        UPDATE webhooks.delivery d SET status = 'failed'
        FROM ended WHERE d.merchant_id = ended.merchant_id AND d.id = ended.delivery_id\
        """;

    private final Transactions transactions;
    private final ThisServer server;
    private final Endpoints endpoints;
    private final Results results;
    private final Duration giveUp;

    @Inject
    Ledger(
            Transactions transactions,
            ThisServer server,
            Endpoints endpoints,
            Results results,
            ConfigurationSource configuration) {
        this.transactions = transactions;
        this.server = server;
        this.endpoints = endpoints;
        this.results = results;
        this.giveUp = SendingSettings.GIVE_UP.in(configuration);
    }

    /** Writes attempts that are over. */
    void write(List<Finished> finished) {
        List<Results.Result> rows = finished.stream().map(results::of).toList();
        transactions.commit(() -> {
            transactions.sql().update(WRITE, Queue.json(rows), server.id(), server.id());
            // in one order everywhere, so that two servers can't wait for each other
            finished.stream().collect(Collectors.groupingBy(one -> one.claimed().endpointKey())).entrySet().stream()
                    .sorted(Comparator.comparing(entry -> entry.getKey().id()))
                    .forEach(entry -> health(entry.getKey(), entry.getValue()));
        });
    }

    /** What still waited for an endpoint that is no more, or is off, has failed; a recovery can bring it back. */
    void on(@Observes EndpointDisabled disabled, Event<Alarm> alarms) {
        transactions.sql().update(GIVE_UP, disabled.merchant(), disabled.endpoint());
        if (disabled.unasked()) {
            alarms.fire(new Alarm(
                    "webhook_endpoint_disabled",
                    Optional.of(disabled.merchant()),
                    disabled.livemode(),
                    IdKind.WEBHOOK_ENDPOINT.text(disabled.endpoint()),
                    Map.of("reason", disabled.reason())));
        }
    }

    private void health(MerchantScopedId endpoint, List<Finished> attempts) {
        Map<Boolean, List<Finished>> bySuccess =
                attempts.stream().collect(Collectors.partitioningBy(one -> one.verdict() instanceof Verdict.Delivered));
        int failures = Objects.requireNonNull(bySuccess.get(false)).size();
        boolean succeeded = failures < attempts.size();
        if (failures > 0 || attempts.stream().anyMatch(one -> one.claimed().troubled())) {
            boolean failingTooLong = transactions
                    .sql()
                    .first(
                            HEALTH,
                            row -> row.getBoolean(1),
                            succeeded,
                            QUIET.toMillis(),
                            failures,
                            Queue.BREAKER,
                            Queue.BREAKER,
                            Queue.BREAKER,
                            succeeded,
                            Queue.BREAKER,
                            Queue.BREAKER,
                            failures,
                            endpoint.merchantId(),
                            endpoint.id(),
                            endpoint.merchantId(),
                            endpoint.id(),
                            giveUp.toMillis())
                    .orElse(false);
            if (failingTooLong) {
                endpoints.disable(endpoint.merchantId(), endpoint.id(), "failing");
            }
        }
        attempts.forEach(one -> quiet(endpoint, one.verdict()));
    }

    /** What the receiver asked for. */
    private void quiet(MerchantScopedId endpoint, Verdict verdict) {
        if (verdict instanceof Verdict.Gone) {
            endpoints.disable(endpoint.merchantId(), endpoint.id(), "gone");
        }
        Duration hold = verdict instanceof Verdict.RetryAfter retry
                ? retry.hold()
                : verdict instanceof Verdict.Exhausted exhausted ? exhausted.hold() : Duration.ZERO;
        if (!hold.isZero()) {
            transactions.sql().update(HOLD, hold.toMillis(), endpoint.merchantId(), endpoint.id(), hold.toMillis());
        }
    }
}
