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
import java.util.HashMap;
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

    /**
     * Stands for all callers together: every merchant, and who has none. Not the nil UUID, under which callers without a
     * merchant were watched once: what was learnt of them is no measure of all.
     */
    private static final UUID ALL = new UUID(0, 1);

    /** Callers without a merchant: part of all, and not watched as if they were one. */
    private static final UUID NOBODY = new UUID(0, 0);

    private static final String RATE = "_rate";
    private static final int MOST_SERIES = 2_000;
    private static final long MINUTE_MILLIS = 60_000;

    private static final String LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('counterfoil anomalies'), 0)";

    /** States of a clock that was ahead for a while say nothing. */
    private static final String LAST = "SELECT max(last_minute) FROM monitoring.detector_state WHERE last_minute <= ?";

    /**
     * Partition and rows of one minute, by the ids that begin with it, of each merchant and, under an id of nobody's, of all
     * callers together; and every series that is known already, but for those that a clock which was ahead has left behind:
     * they go on with their next count. What is watched as a share comes with what it is a share of.
     */
    private static final String MINUTE = """
        WITH one AS (
            SELECT merchant_id, livemode, series.name,
                   COALESCE(sum(count) FILTER (WHERE series.is_one), 0) AS count,
                   COALESCE(sum(count) FILTER (WHERE series.is_among), 0) AS among
            FROM monitoring.usage_minute, LATERAL (VALUES
                 ('requests', true, false),
                 ('errors', status >= 500, false),
                 ('authentication_failures', status = 401, false),
                 ('declines', status = 402, false),
                 ('refunds', route = 'POST /v1/payments/{id}/refunds' AND status < 300, false),
                 ('error_rate', status >= 500, true),
                 ('decline_rate', status = 402, status = 402 OR route = 'POST /v1/payments' AND status < 300)
                 ) AS series (name, is_one, is_among)
            WHERE id >= ? AND id < ? AND (series.is_one OR series.is_among)
            GROUP BY 1, 2, 3
            UNION ALL
            SELECT merchant, livemode, 'webhook_failures', count, 0
            FROM jsonb_to_recordset(?::jsonb) AS failed (merchant uuid, livemode boolean, count bigint)),
        counted AS (
            SELECT merchant_id, livemode, name, count, among FROM one
            UNION ALL
            SELECT ?, livemode, name, sum(count), sum(among) FROM one GROUP BY 2, 3)
        SELECT COALESCE(c.merchant_id, d.merchant_id) AS merchant, COALESCE(c.livemode, d.livemode),
               COALESCE(c.name, d.series), COALESCE(c.count, 0) AS count, COALESCE(c.among, 0), d.state
        FROM counted c
        FULL JOIN monitoring.detector_state d
             ON d.merchant_id = c.merchant_id AND d.livemode = c.livemode AND d.series = c.name
        WHERE (c.name IS NOT NULL OR d.last_minute <= ?) AND COALESCE(c.merchant_id, d.merchant_id) <> ?
        ORDER BY COALESCE(c.merchant_id, d.merchant_id) = ? DESC, greatest(c.count, c.among) DESC NULLS LAST LIMIT ?\
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

    private record Point(
            UUID merchant, boolean livemode, String series, double count, double among, Optional<byte[]> state) {}

    /** What a minute has brought: the figures of what is unusual, and what is to be remembered. */
    private record Taken(Optional<Map<String, String>> unusual, long last, byte[] state) {}

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
                                row.getDouble(5),
                                Optional.ofNullable(row.getBytes(6))),
                        new UUID((minute * MINUTE_MILLIS) << 16, 0),
                        new UUID(((minute + 1) * MINUTE_MILLIS) << 16, 0),
                        failures(minute),
                        ALL,
                        minute + AHEAD,
                        NOBODY,
                        ALL,
                        MOST_SERIES);
        points.forEach(point -> take(point, minute));
        return minute < newest && !points.isEmpty();
    }

    private String failures(long minute) {
        Instant from = Instant.ofEpochMilli(minute * MINUTE_MILLIS);
        return new String(Json.write(deliveries.between(from, from.plusMillis(MINUTE_MILLIS))), StandardCharsets.UTF_8);
    }

    private void take(Point point, long minute) {
        String rule = point.series() + "_unusual";
        RuleSettings settings = rules.named(rule).settings();
        Taken taken = point.series().endsWith(RATE) ? rate(point, minute, settings) : count(point, minute, settings);
        taken.unusual()
                .filter(figures -> settings.enabled() && !settings.dryRun())
                .ifPresent(figures -> tell(point, rule, minute, figures));
        transactions
                .sql()
                .update(SAVE, point.merchant(), point.livemode(), point.series(), taken.last(), taken.state());
    }

    private static Taken count(Point point, long minute, RuleSettings settings) {
        CountWatch watch = point.state().map(CountWatch::of).orElseGet(CountWatch::new);
        if (watch.last() > minute + AHEAD) {
            watch.resume(minute);
        }
        Optional<Map<String, String>> unusual = watch.minute(
                        minute,
                        point.count(),
                        settings.parameter("least"),
                        settings.parameter("factor"),
                        point.series().equals("requests"))
                .map(finding -> Map.of(
                        "count_in_5_minutes",
                        Long.toString(Math.round(finding.count())),
                        "expected",
                        figure("%.1f", finding.expected()),
                        "surprise",
                        figure("%.2f", finding.surprise())));
        return new Taken(unusual, watch.last(), watch.state());
    }

    private static Taken rate(Point point, long minute, RuleSettings settings) {
        RateWatch watch = point.state().map(RateWatch::of).orElseGet(RateWatch::new);
        if (watch.last() > minute + AHEAD) {
            watch.resume(minute);
        }
        Optional<Map<String, String>> unusual = watch.minute(
                        minute, point.count(), point.among(), settings.parameter("least"), settings.parameter("factor"))
                .map(finding -> Map.of(
                        "count_in_5_minutes",
                        Long.toString(Math.round(finding.part())),
                        "among",
                        Long.toString(Math.round(finding.whole())),
                        "share_at_least",
                        figure("%.4f", finding.atLeast()),
                        "expected_share",
                        figure("%.4f", finding.expected())));
        return new Taken(unusual, watch.last(), watch.state());
    }

    private static String figure(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private void tell(Point point, String rule, long minute, Map<String, String> figures) {
        Optional<UUID> merchant = Optional.of(point.merchant()).filter(one -> !one.equals(ALL));
        Map<String, String> facts = new HashMap<>(figures);
        facts.put("minute", Instant.ofEpochMilli(minute * MINUTE_MILLIS).toString());
        alarms.fire(new Alarm(
                rule,
                // whoever tries something out in test mode is not told by webhook that they do
                merchant.filter(one -> point.livemode()),
                point.livemode(),
                merchant.map(IdKind.MERCHANT::text).orElse("server"),
                facts));
    }
}
