package io.counterfoil.domain.partition;

import io.counterfoil.domain.database.DatabaseFailure;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.id.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One table and its partitions, which several servers keep at once: each step is one that another may have done, or have
 * died in the middle of.
 */
final class PartitionedTable {

    private static final int AHEAD = 14;
    private static final int TRIES = 20;

    private static final String PARTITIONS = """
        SELECT right(c.relname, 8), i.inhparent IS NOT NULL, COALESCE(i.inhdetachpending, false)
        FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
        WHERE c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = ?::regclass)
          AND c.relkind = 'r' AND c.relname ~ ?\
        """;

    private final Sql sql;
    private final String table;
    private final Duration retention;

    /** The days, counted from 1970, whose partition was seen. */
    private final Set<Long> covered = ConcurrentHashMap.newKeySet();

    PartitionedTable(Sql sql, String table, Duration retention) {
        this.sql = sql;
        this.table = table;
        this.retention = retention;
    }

    private record Partition(LocalDate day, boolean attached, boolean leaving) {}

    /** Makes what will be needed and drops what is past its retention. */
    void upkeep(Instant now) {
        List<Partition> found = partitions();
        covered.retainAll(attached(found));
        covered.addAll(attached(found));
        LocalDate today = day(now);
        for (int ahead = -1; ahead <= AHEAD; ahead++) {
            cover(today.plusDays(ahead));
        }
        // a clock that jumped ahead must not drop what others still keep
        Instant theirs = sql.first("SELECT now()", row -> Sql.instant(row, 1)).orElseThrow();
        LocalDate oldest = day(now.isBefore(theirs) ? now : theirs).minusDays(retention.toDays() + 1);
        found.stream().filter(partition -> partition.day.isBefore(oldest)).forEach(this::drop);
    }

    /** Sees to it that the partition of this id's day is there. */
    void cover(UUID id) {
        long milliseconds = id.getMostSignificantBits() >>> 16;
        if (!covered.contains(milliseconds / Duration.ofDays(1).toMillis())) {
            cover(day(Instant.ofEpochMilli(milliseconds)));
        }
    }

    /** Whether the partition of that day is there. */
    boolean has(Instant moment) {
        return attached(partitions()).contains(day(moment).toEpochDay());
    }

    private void cover(LocalDate day) {
        for (int tries = 1; !covered.contains(day.toEpochDay()); tries++) {
            try {
                make(day);
                covered.add(day.toEpochDay());
            } catch (DatabaseFailure failure) {
                // another server was quicker, or is at it right now
                covered.addAll(attached(partitions()));
                if (tries == TRIES) {
                    throw failure;
                }
            }
        }
    }

    /** Attached rather than made in place: so that the table stays open to writers. */
    private void make(LocalDate day) {
        String partition = partition(day);
        sql.update("CREATE TABLE IF NOT EXISTS %s (LIKE %s INCLUDING ALL)".formatted(partition, table));
        sql.update("ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')"
                .formatted(table, partition, first(day), first(day.plusDays(1))));
    }

    private void drop(Partition partition) {
        String name = partition(partition.day);
        covered.remove(partition.day.toEpochDay());
        if (partition.attached) {
            String how = partition.leaving ? "FINALIZE" : "CONCURRENTLY";
            sql.update("ALTER TABLE %s DETACH PARTITION %s %s".formatted(table, name, how));
        }
        sql.update("DROP TABLE IF EXISTS " + name);
    }

    private List<Partition> partitions() {
        return sql.all(
                PARTITIONS,
                row -> new Partition(
                        LocalDate.parse(row.getString(1), DateTimeFormatter.BASIC_ISO_DATE),
                        row.getBoolean(2),
                        row.getBoolean(3)),
                table,
                "^" + table.substring(table.indexOf('.') + 1) + "_[0-9]{8}$");
    }

    private static List<Long> attached(List<Partition> partitions) {
        return partitions.stream()
                .filter(partition -> partition.attached && !partition.leaving)
                .map(partition -> partition.day.toEpochDay())
                .toList();
    }

    private String partition(LocalDate day) {
        return table + "_" + DateTimeFormatter.BASIC_ISO_DATE.format(day);
    }

    private static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }

    /** The least id of a day. */
    private static UUID first(LocalDate day) {
        return Ids.firstAt(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
