package io.counterfoil.monitoring.anomaly;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.rest.Json;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What each minute brought to each series, and what is remembered of it. A minute has so many series at most: those that
 * are busiest, now or by habit. So a newcomer comes before one that is hardly used, and a busy one stays when it falls silent.
 */
@Singleton
final class WatchedSeries {

    /**
     * Stands for all callers together: every merchant, and who has none. Not the nil UUID, under which callers without a
     * merchant were watched once: what was learnt of them is no measure of all.
     */
    static final UUID ALL = new UUID(0, 1);

    static final long MINUTE_MILLIS = 60_000;

    /** Servers' clocks may differ by so many minutes. */
    static final int AHEAD = 5;

    /** Callers without a merchant: part of all, and not watched as if they were one. */
    private static final UUID NOBODY = new UUID(0, 0);

    private static final int MOST = 2_000;

    /** What is kept of an activity from one minute to the next: half of it in a day. */
    private static final double KEPT = 0.9995;

    /** A call a day. What is used less than that is missed by nobody. */
    private static final double WORTH = 1.0 / 1_440;

    private static final String LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('counterfoil anomalies'), 0)";

    /** States of a clock that was ahead for a while say nothing. */
    private static final String LAST = "SELECT max(last_minute) FROM monitoring.detector_state WHERE last_minute <= ?";

    /**
     * The rows of one minute, index usage_minute_id, by the ids that begin with it, of each merchant and, under an id of nobody's, of all
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
            SELECT ?, livemode, name, sum(count), sum(among) FROM one GROUP BY 2, 3),
        watched AS (
            SELECT COALESCE(c.merchant_id, d.merchant_id) AS merchant, COALESCE(c.livemode, d.livemode) AS livemode,
                   COALESCE(c.name, d.series) AS series, COALESCE(c.count, 0) AS count, COALESCE(c.among, 0) AS among,
                   d.state, COALESCE(d.activity * power(?::float8, least(greatest(? - d.last_minute, 0), 100000)), 0) AS activity
            FROM counted c
            FULL JOIN monitoring.detector_state d
                 ON d.merchant_id = c.merchant_id AND d.livemode = c.livemode AND d.series = c.name
            WHERE (c.name IS NOT NULL OR d.last_minute <= ?) AND COALESCE(c.merchant_id, d.merchant_id) <> ?)
        SELECT merchant, livemode, series, count, among, state, activity,
               greatest(count, among, activity) >= ?, count(*) FILTER (WHERE greatest(count, among, activity) >= ?) OVER ()
        FROM watched
        ORDER BY merchant = ? DESC, greatest(count, among, activity) DESC LIMIT ?\
        """;

    /** Primary key detector_state_pkey. */
    private static final String SAVE = """
        INSERT INTO monitoring.detector_state (merchant_id, livemode, series, last_minute, state, activity)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (merchant_id, livemode, series) DO UPDATE
        SET last_minute = excluded.last_minute, state = excluded.state, activity = excluded.activity\
        """;

    private final Transactions transactions;
    private final DeliveryFailures deliveries;
    private final LeftOut leftOut;
    private final int most;

    @Inject
    WatchedSeries(Transactions transactions, DeliveryFailures deliveries, LeftOut leftOut) {
        this(transactions, deliveries, leftOut, MOST);
    }

    WatchedSeries(Transactions transactions, DeliveryFailures deliveries, LeftOut leftOut, int most) {
        this.transactions = transactions;
        this.deliveries = deliveries;
        this.leftOut = leftOut;
        this.most = most;
    }

    /**
     * A minute of a series.
     *
     * @param among of how many, for a share
     * @param activity what its minutes before brought, the latest counting most
     */
    record Point(
            UUID merchant,
            boolean livemode,
            String series,
            double count,
            double among,
            Optional<byte[]> state,
            double activity) {

        private double activityNow() {
            return activity + (1 - KEPT) * Math.max(count, among);
        }
    }

    /**
     * A row of the minute.
     *
     * @param used whether anybody would miss it
     * @param allUsed how many are, with those that have no place
     */
    private record Row(Point point, boolean used, long allUsed) {}

    /** Whether this server is the one that looks, until the running transaction ends. */
    boolean mine() {
        return transactions.sql().first(LOCK, row -> row.getBoolean(1)).orElse(false);
    }

    /** The last minute that was taken; 0 where nothing was learnt yet. */
    long last(long newest) {
        return transactions
                .sql()
                .first(LAST, row -> row.getLong(1), newest + AHEAD)
                .orElse(0L);
    }

    /** A minute of the series that are watched; says so where others are used and have no place. */
    List<Point> of(long minute) {
        List<Row> rows = transactions
                .sql()
                .all(
                        MINUTE,
                        row -> new Row(
                                new Point(
                                        row.getObject(1, UUID.class),
                                        row.getBoolean(2),
                                        row.getString(3),
                                        row.getDouble(4),
                                        row.getDouble(5),
                                        Optional.ofNullable(row.getBytes(6)),
                                        row.getDouble(7)),
                                row.getBoolean(8),
                                row.getLong(9)),
                        new UUID((minute * MINUTE_MILLIS) << 16, 0),
                        new UUID(((minute + 1) * MINUTE_MILLIS) << 16, 0),
                        failures(minute),
                        ALL,
                        KEPT,
                        minute,
                        minute + AHEAD,
                        NOBODY,
                        WORTH,
                        WORTH,
                        ALL,
                        most);
        long used = rows.stream().filter(Row::used).count();
        long allUsed = rows.stream().mapToLong(Row::allUsed).findFirst().orElse(0);
        leftOut.tell(allUsed - used, rows.size());
        return rows.stream().map(Row::point).toList();
    }

    /** What is to be remembered after a minute. */
    void keep(Point point, long last, byte[] state) {
        transactions
                .sql()
                .update(SAVE, point.merchant(), point.livemode(), point.series(), last, state, point.activityNow());
    }

    private String failures(long minute) {
        Instant from = Instant.ofEpochMilli(minute * MINUTE_MILLIS);
        return new String(Json.write(deliveries.between(from, from.plusMillis(MINUTE_MILLIS))), StandardCharsets.UTF_8);
    }
}
