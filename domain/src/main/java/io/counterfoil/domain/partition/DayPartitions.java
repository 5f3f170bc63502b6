package io.counterfoil.domain.partition;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.OutsideTransactions;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
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

    private static final int AHEAD = 14;
    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.BASIC_ISO_DATE;

    private static final String EXISTING = """
            SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = ?::regclass""";

    private final Sql sql;
    private final BackgroundWork work;
    private final InstantSource time;
    private final Map<String, Duration> tables = new ConcurrentHashMap<>();

    @Inject
    public DayPartitions(@OutsideTransactions DataSource direct, BackgroundWork work, InstantSource time) {
        this.sql = new Sql(direct);
        this.work = work;
        this.time = time;
    }

    /**
     * Keeps a table from now on. To be called while the database is being opened, under its lock.
     *
     * @param table with its schema
     */
    public void keep(String table, Duration retention) {
        tables.put(table, retention);
        upkeep(table, retention);
    }

    void start(@Observes DatabaseReady ready) {
        work.every(Duration.ofHours(1), "partition upkeep", () -> tables.forEach(this::upkeep));
    }

    /** The tables that have no partition for tomorrow, though they should have had one for days. */
    public List<String> withoutTomorrow() {
        String tomorrow = SUFFIX.format(
                LocalDate.ofInstant(time.instant(), ZoneOffset.UTC).plusDays(1));
        return tables.keySet().stream()
                .filter(table -> !sql.all(EXISTING, row -> row.getString(1), table)
                        .contains(table.substring(table.indexOf('.') + 1) + "_" + tomorrow))
                .toList();
    }

    /** Several servers may do this at once: each step is one that another may have done. */
    private void upkeep(String table, Duration retention) {
        List<String> existing = sql.all(EXISTING, row -> row.getString(1), table);
        String name = table.substring(table.indexOf('.') + 1);
        LocalDate today = LocalDate.ofInstant(time.instant(), ZoneOffset.UTC);
        for (int day = -1; day <= AHEAD; day++) {
            LocalDate date = today.plusDays(day);
            if (!existing.contains(name + "_" + SUFFIX.format(date))) {
                make(table, date);
            }
        }
        LocalDate oldest = today.minusDays(retention.toDays() + 1);
        existing.stream()
                .filter(partition -> partition.compareTo(name + "_" + SUFFIX.format(oldest)) < 0)
                .forEach(partition -> drop(table, partition));
    }

    /** Attached rather than made in place: so that the table stays open to writers. */
    private void make(String table, LocalDate date) {
        String partition = table + "_" + SUFFIX.format(date);
        sql.update("CREATE TABLE IF NOT EXISTS %s (LIKE %s INCLUDING ALL)".formatted(partition, table));
        sql.update("ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')"
                .formatted(table, partition, first(date), first(date.plusDays(1))));
    }

    private void drop(String table, String partition) {
        String schema = table.substring(0, table.indexOf('.') + 1);
        sql.update("ALTER TABLE %s DETACH PARTITION %s%s CONCURRENTLY".formatted(table, schema, partition));
        sql.update("DROP TABLE %s%s".formatted(schema, partition));
    }

    /** The least id of a day. */
    private static UUID first(LocalDate date) {
        return new UUID(date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli() << 16, 0);
    }
}
