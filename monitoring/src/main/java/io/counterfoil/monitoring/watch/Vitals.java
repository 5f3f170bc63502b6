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

/** How far behind things are. */
@Singleton
final class Vitals {

    /** The oldest in each queue: items are named by time-ordered ids. A table of what came in within a second. */
    private static final String OLDEST_UNSEALED = """
        SELECT DISTINCT ON (log) log, item_id FROM domain.log_queue ORDER BY log, item_id\
        """;

    private static final String OPEN_ALERTS = """
        SELECT count(*) FROM monitoring.alert WHERE status IN ('raised', 'acknowledged')\
        """;

    private final Transactions transactions;
    private final DayPartitions partitions;
    private final BackgroundWork work;
    private final InstantSource time;

    @Inject
    Vitals(Transactions transactions, DayPartitions partitions, BackgroundWork work, InstantSource time) {
        this.transactions = transactions;
        this.partitions = partitions;
        this.work = work;
        this.time = time;
    }

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
