package io.counterfoil.domain.idempotency;

import io.counterfoil.bench.Report;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.partition.DayPartitions;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * Five days of keys that expire after one and of events whose partitions are dropped after one, by the statements that the
 * server runs: whether the tables stay as large as they are once as much goes as comes. An hour passes in two seconds, and
 * stands for what autovacuum does in it with one VACUUM.
 */
public final class Turnover {

    private static final int HOURS = 120;
    private static final int LIFETIME = 24;
    private static final int FULL = 96;
    private static final int EACH_HOUR = 5_000;
    private static final Duration HOUR = Duration.ofSeconds(2);
    private static final double MOST_GROWTH = 1.1;

    private static final String KEYS = """
            INSERT INTO domain.idempotency_record
            SELECT row.* FROM generate_series(1, ?) AS n, (SELECT t FROM domain.idempotency_record t WHERE status_code IS NOT NULL LIMIT 1) AS one (whole),
                 LATERAL jsonb_populate_record(one.whole, jsonb_build_object(
                     'key', 'turnover-' || n || gen_random_uuid(), 'created_at', now(), 'expires_at', now() + ? * interval '1 second')) AS row
            """;

    private static final String EVENTS = """
            INSERT INTO webhooks.event
            SELECT row.* FROM generate_series(1, ?) AS n, (SELECT t FROM webhooks.event t LIMIT 1) AS one (whole),
                 LATERAL jsonb_populate_record(one.whole, jsonb_build_object(
                     'id', uuidv7(? * interval '1 second' + n * interval '1 microsecond'), 'created_at', now() + ? * interval '1 second')) AS row
            """;

    private static final String EVENTS_SIZE = """
            SELECT coalesce(sum(pg_total_relation_size(relid)), 0)::bigint FROM pg_partition_tree('webhooks.event') WHERE isleaf
            """;

    private final Sql sql;
    private final DayPartitions partitions;
    private Instant now = Instant.now();

    private Turnover(DataSource database) {
        this.sql = new Sql(database);
        this.partitions = new DayPartitions(database, null, null, () -> now);
    }

    /** Adds a table; needs a payment that was made, and its event. */
    public static void run(DataSource database, Report report) throws InterruptedException {
        new Turnover(database).turn(report);
    }

    private void turn(Report report) throws InterruptedException {
        Report.Table table = report.table(
                "Turnover, %,d keys and events an hour, of which each lives for a day".formatted(EACH_HOUR),
                "hour", "MB of keys", "keys", "MB of events");
        Instant end = Instant.now();
        long keysWhenFull = 0;
        long eventsWhenFull = 0;
        long keys = 0;
        long events = 0;
        for (int hour = 1; hour <= HOURS; hour++) {
            long began = System.nanoTime();
            now = end.minus(Duration.ofHours(HOURS - hour));
            long ago = -Duration.between(now, end).toSeconds();
            partitions.keep("webhooks.event", Duration.ofDays(1));
            sql.update(KEYS, EACH_HOUR, LIFETIME * HOUR.toSeconds());
            sql.update(EVENTS, EACH_HOUR, ago, ago);
            while (sql.update(IdempotencyRecords.REAP, 500) > 0) {
                // as the reaper does
            }
            sql.update("VACUUM domain.idempotency_record");
            if (hour % 12 == 0) {
                keys = size("SELECT pg_total_relation_size('domain.idempotency_record')");
                events = size(EVENTS_SIZE);
                table.row(hour, keys / 1e6, size("SELECT count(*) FROM domain.idempotency_record WHERE key LIKE 'turnover-%'"), events / 1e6);
            }
            if (hour == FULL) {
                keysWhenFull = keys;
                eventsWhenFull = events;
            }
            Thread.sleep(Math.max(0, HOUR.toMillis() - (System.nanoTime() - began) / 1_000_000));
        }
        report.print(table);
        if (keys > MOST_GROWTH * keysWhenFull || events > MOST_GROWTH * eventsWhenFull) {
            report.warn("a table goes on growing though as much goes as comes");
        }
    }

    private long size(String query) {
        return sql.first(query, row -> row.getLong(1)).orElseThrow();
    }
}
