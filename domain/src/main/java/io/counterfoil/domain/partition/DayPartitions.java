package io.counterfoil.domain.partition;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.OutsideTransactions;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * Keeps tables that are partitioned by range of a time-ordered id (UUIDv7), a partition a day: those of the coming two
 * weeks are there before they are needed, those past their retention are dropped. There is no default partition: what it
 * caught could never be dropped.
 */
@Singleton
public final class DayPartitions {

    private static final String LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('counterfoil partitions'), 0)";

    private final Sql sql;
    private final Transactions transactions;
    private final BackgroundWork work;
    private final InstantSource time;
    private final Map<String, PartitionedTable> tables = new ConcurrentHashMap<>();

    @Inject
    public DayPartitions(
            @OutsideTransactions DataSource direct,
            Transactions transactions,
            BackgroundWork work,
            InstantSource time) {
        this.sql = new Sql(direct);
        this.transactions = transactions;
        this.work = work;
        this.time = time;
    }

    /**
     * Keeps a table from now on. To be called while the database is being opened, under its lock.
     *
     * @param table with its schema
     */
    public void keep(String table, Duration retention) {
        PartitionedTable kept = new PartitionedTable(sql, table, retention);
        tables.put(table, kept);
        kept.upkeep(time.instant());
    }

    /**
     * Sees to it that a row with this id has its place. To be called before an insert that must not fail because a clock
     * jumped out of the days that are made ahead; a look into memory where it did not.
     *
     * @param table one that is kept
     */
    public void cover(String table, UUID id) {
        Objects.requireNonNull(tables.get(table), table).cover(id);
    }

    void start(@Observes DatabaseReady ready) {
        work.every(Duration.ofHours(1), "partition upkeep", this::upkeep);
    }

    /**
     * On one server at a time: whoever comes while another is at it has nothing to do. The steps are not part of the transaction
     * that holds the lock, since a partition can't be detached in one while others write to its table.
     *
     * @return whether it was this server's turn
     */
    boolean upkeep() {
        return transactions.commit(() -> {
            boolean ours =
                    transactions.sql().first(LOCK, row -> row.getBoolean(1)).orElse(false);
            if (ours) {
                tables.values().forEach(table -> table.upkeep(time.instant()));
            }
            return ours;
        });
    }

    /** The tables that have no partition for tomorrow, though they should have had one for days. */
    public List<String> withoutTomorrow() {
        Instant tomorrow = time.instant().plus(Duration.ofDays(1));
        return tables.entrySet().stream()
                .filter(table -> !table.getValue().has(tomorrow))
                .map(Map.Entry::getKey)
                .toList();
    }
}
