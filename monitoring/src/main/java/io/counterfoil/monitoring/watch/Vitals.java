package io.counterfoil.monitoring.watch;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.partition.DayPartitions;
import io.counterfoil.domain.work.BackgroundWork;
import io.counterfoil.domain.work.BackgroundWork.Job;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** How far behind things are. */
@Singleton
final class Vitals {

    /** The oldest in each queue: items are named by time-ordered ids. A table of what came in within a second. */
    private static final String OLDEST_UNSEALED = """
        SELECT DISTINCT ON (log) log, item_id FROM domain.log_queue ORDER BY log, item_id\
        """;

    /** The newest log of each name that has sealed more than it has published; a table of a few rows. */
    private static final String UNPUBLISHED = """
        SELECT name, published_size
        FROM (SELECT DISTINCT ON (name) name, size, published_size FROM domain.log ORDER BY name, id DESC) AS newest
        WHERE published_size < size\
        """;

    private static final String OPEN_ALERTS = """
        SELECT count(*) FROM monitoring.alert WHERE status IN ('raised', 'acknowledged')\
        """;

    private final Transactions transactions;
    private final DayPartitions partitions;
    private final BackgroundWork work;
    private final InstantSource time;
    private final Map<String, Standstill> standstills = new ConcurrentHashMap<>();

    @Inject
    Vitals(Transactions transactions, DayPartitions partitions, BackgroundWork work, InstantSource time) {
        this.transactions = transactions;
        this.partitions = partitions;
        this.work = work;
        this.time = time;
    }

    /** A log that has more to publish than this many entries, and since when it is seen to have published no more. */
    private record Standstill(long published, Instant since) {}

    /** How long the oldest item of each log has waited to be sealed; logs with nothing to do are not among them. */
    Map<String, Duration> sealLag() {
        Map<String, Duration> lags = new LinkedHashMap<>();
        Instant now = time.instant();
        transactions.commit(() -> transactions
                .sql()
                .all(OLDEST_UNSEALED, row -> Map.entry(row.getString(1), row.getObject(2, UUID.class)))
                .forEach(oldest -> lags.put(oldest.getKey(), Duration.between(Ids.timeOf(oldest.getValue()), now))));
        return lags;
    }

    /**
     * For how long each log has been seen to publish nothing of what it has sealed. No row says when that was, so this counts
     * from the first look.
     */
    Map<String, Duration> publishLag() {
        Instant now = time.instant();
        Map<String, Duration> lags = new LinkedHashMap<>();
        transactions.commit(() -> transactions
                .sql()
                .all(UNPUBLISHED, row -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(log ->
                        lags.put(log.getKey(), Duration.between(since(log.getKey(), log.getValue(), now), now))));
        standstills.keySet().retainAll(lags.keySet());
        return lags;
    }

    private Instant since(String log, long published, Instant now) {
        Standstill begun = new Standstill(published, now);
        return standstills
                .merge(log, begun, (seen, seenNow) -> seen.published() == published ? seen : seenNow)
                .since();
    }

    /** Work whose last success is longer ago than three of its rounds and so long. */
    List<Job> late(Duration grace) {
        return work.jobs().stream()
                .filter(job ->
                        job.sinceSuccess().compareTo(job.pause().multipliedBy(3).plus(grace)) > 0)
                .toList();
    }

    /** Alerts that nobody has dealt with. Index alert_open. */
    long openAlerts() {
        return transactions.commit(() ->
                transactions.sql().first(OPEN_ALERTS, row -> row.getLong(1)).orElse(0L));
    }

    List<String> tablesWithoutTomorrow() {
        return partitions.withoutTomorrow();
    }
}
