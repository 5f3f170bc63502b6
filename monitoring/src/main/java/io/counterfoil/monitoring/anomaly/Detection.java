package io.counterfoil.monitoring.anomaly;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.domain.work.BackgroundWork;
import io.counterfoil.monitoring.alert.AlertRules;
import io.counterfoil.monitoring.alert.RuleSettings;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Feeds each minute of usage to the detector, on one server at a time, when all servers have written theirs. The state is
 * read and written with each minute, so that any server can do the next.
 */
@Singleton
final class Detection {

    private static final Duration ROUND = Duration.ofSeconds(10);

    /** By then every server has written its counts of a minute. */
    private static final Duration WRITTEN = Duration.ofSeconds(25);

    private static final UUID NOBODY = new UUID(0, 0);
    private static final int MOST_SERIES = 2_000;
    private static final long MINUTE_MILLIS = 60_000;

    private static final String LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('counterfoil anomalies'), 0)";

    /** States of a clock that was ahead for a while say nothing. */
    private static final String LAST = "SELECT max(last_minute) FROM monitoring.detector_state WHERE last_minute <= ?";

    /**
     * Partition and rows of one minute, by the ids that begin with it; and every series that is known already, but for those
     * that a clock which was ahead has left behind: they go on with their next count.
     */
    private static final String MINUTE = """
        WITH counted AS (
            SELECT merchant_id, livemode, series.name, sum(count) AS count
            FROM monitoring.usage_minute, LATERAL (VALUES
                 ('requests', true),
                 ('errors', status >= 500),
                 ('authentication_failures', status = 401),
                 ('declines', status = 402),
                 ('refunds', route = 'POST /v1/payments/{id}/refunds' AND status < 300)) AS series (name, is_one)
            WHERE id >= ? AND id < ? AND series.is_one
            GROUP BY 1, 2, 3
            UNION ALL
            SELECT merchant, livemode, 'webhook_failures', count
            FROM jsonb_to_recordset(?::jsonb) AS failed (merchant uuid, livemode boolean, count bigint))
        SELECT COALESCE(c.merchant_id, d.merchant_id), COALESCE(c.livemode, d.livemode),
               COALESCE(c.name, d.series), COALESCE(c.count, 0), d.state
        FROM counted c
        FULL JOIN monitoring.detector_state d
             ON d.merchant_id = c.merchant_id AND d.livemode = c.livemode AND d.series = c.name
        WHERE c.name IS NOT NULL OR d.last_minute <= ?
        ORDER BY 4 DESC LIMIT ?\
        """;

    /** Primary key detector_state_pkey. */
    private static final String SAVE = """
        INSERT INTO monitoring.detector_state (merchant_id, livemode, series, last_minute, state)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (merchant_id, livemode, series) DO UPDATE
        SET last_minute = excluded.last_minute, state = excluded.state\
        """;

    /** Servers' clocks may differ by so many minutes. */
    private static final int AHEAD = 5;

    private final Transactions transactions;
    private final AlertRules rules;
    private final DeliveryFailures deliveries;
    private final InstantSource time;
    private final Event<Alarm> alarms;

    @Inject
    Detection(
            Transactions transactions,
            AlertRules rules,
            DeliveryFailures deliveries,
            InstantSource time,
            Event<Alarm> alarms) {
        this.transactions = transactions;
        this.rules = rules;
        this.deliveries = deliveries;
        this.time = time;
        this.alarms = alarms;
    }

    private record Point(UUID merchant, boolean livemode, String series, double count, Optional<byte[]> state) {}

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(ROUND, "anomalies", this::look);
    }

    /** Takes the minutes that are over, from the last one that was taken; after a long pause only the last hour. */
    void look() {
        boolean more = true;
        while (more) {
            more = transactions.commit(() -> {
                return next();
            });
        }
    }

    private boolean next() {
        if (!transactions.sql().first(LOCK, row -> row.getBoolean(1)).orElse(false)) {
            return false;
        }
        long newest = time.instant().minus(WRITTEN).toEpochMilli() / MINUTE_MILLIS - 1;
        long last = transactions
                .sql()
                .first(LAST, row -> row.getLong(1), newest + AHEAD)
                .orElse(0L);
        // sql null is 0: where nothing was learnt yet, nothing is made up for
        long minute = last == 0 ? newest : Math.max(last + 1, newest - 60);
        if (minute > newest) {
            return false;
        }
        List<Point> points = transactions
                .sql()
                .all(
                        MINUTE,
                        row -> new Point(
                                row.getObject(1, UUID.class),
                                row.getBoolean(2),
                                row.getString(3),
                                row.getDouble(4),
                                Optional.ofNullable(row.getBytes(5))),
                        new UUID((minute * MINUTE_MILLIS) << 16, 0),
                        new UUID(((minute + 1) * MINUTE_MILLIS) << 16, 0),
                        failures(minute),
                        minute + AHEAD,
                        MOST_SERIES);
        points.forEach(point -> take(point, minute));
        return minute < newest && !points.isEmpty();
    }

    private String failures(long minute) {
        Instant from = Instant.ofEpochMilli(minute * MINUTE_MILLIS);
        return new String(Json.write(deliveries.between(from, from.plusMillis(MINUTE_MILLIS))), StandardCharsets.UTF_8);
    }

    private void take(Point point, long minute) {
        CountWatch watch = point.state().map(CountWatch::of).orElseGet(CountWatch::new);
        if (watch.last() > minute + AHEAD) {
            watch.resume(minute);
        }
        String rule = point.series() + "_unusual";
        RuleSettings settings = rules.named(rule).settings();
        watch.minute(
                        minute,
                        point.count(),
                        settings.parameter("least"),
                        settings.parameter("factor"),
                        point.series().equals("requests"))
                .filter(finding -> settings.enabled() && !settings.dryRun())
                .ifPresent(finding -> tell(point, rule, minute, finding));
        transactions
                .sql()
                .update(SAVE, point.merchant(), point.livemode(), point.series(), watch.last(), watch.state());
    }

    private void tell(Point point, String rule, long minute, CountWatch.Finding finding) {
        Optional<UUID> merchant = Optional.of(point.merchant()).filter(one -> !one.equals(NOBODY));
        alarms.fire(new Alarm(
                rule,
                // whoever tries something out in test mode is not told by webhook that they do
                merchant.filter(one -> point.livemode()),
                point.livemode(),
                merchant.map(IdKind.MERCHANT::text).orElse("server"),
                Map.of(
                        "minute", Instant.ofEpochMilli(minute * MINUTE_MILLIS).toString(),
                        "count_in_5_minutes", Long.toString(Math.round(finding.count())),
                        "expected", String.format(Locale.ROOT, "%.1f", finding.expected()),
                        "surprise", String.format(Locale.ROOT, "%.2f", finding.surprise()))));
    }
}
