package io.counterfoil.domain.control;

import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The time that is looked at, and the database to look into.
 *
 * @param since its beginning
 * @param asOf now
 * @param known what was asked of the sightings already: several checks ask the same
 */
public record Window(Instant since, Instant asOf, Sql sql, Map<String, Seen> known) {

    /** How far back: what happened before says nothing about today. */
    public static final Duration SPAN = Duration.ofDays(30);

    /** How many of those that are to be named are. */
    public static final int NAMED = 20;

    /** Index control_sighting_what. */
    private static final String SEEN = """
        SELECT subject, sum(count), min(first_at), max(last_at), (sum(sum(count)) OVER ())::bigint,
               max(max(last_at)) OVER ()
        FROM domain.control_sighting
        WHERE what = ? AND day >= ?
        GROUP BY subject ORDER BY sum(count) DESC, subject LIMIT ?\
        """;

    public static Window until(Instant now, Sql sql) {
        return new Window(now.minus(SPAN), now, sql, new ConcurrentHashMap<>());
    }

    /** The same time, and what is known of it, looked at in another transaction. */
    public Window on(Sql other) {
        return new Window(since, asOf, other, known);
    }

    public Evidence evidence() {
        return new Evidence(this);
    }

    /** The least time-ordered id of the window: for tables whose ids begin with their time. */
    public UUID firstId() {
        return Ids.firstAt(since);
    }

    /** What was counted under a name. */
    public Seen seen(String what) {
        return known.computeIfAbsent(what, this::count);
    }

    private Seen count(String what) {
        List<Row> rows = sql.all(
                SEEN,
                row -> new Row(
                        new Named(row.getString(1), row.getLong(2), Sql.instant(row, 3), Sql.instant(row, 4)),
                        row.getLong(5),
                        Sql.instant(row, 6)),
                what,
                LocalDate.ofInstant(since, ZoneOffset.UTC),
                NAMED);
        return new Seen(
                rows.isEmpty() ? 0 : rows.get(0).total(),
                rows.stream().map(Row::last).findFirst(),
                rows.stream().map(Row::named).toList());
    }

    /** Reads a {@code timestamptz} column that may be empty. */
    public static Optional<Instant> maybe(ResultSet row, int column) throws SQLException {
        @Nullable OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return Optional.ofNullable(at).map(OffsetDateTime::toInstant);
    }

    /** Names whatever a column of ids holds, as it stands outside; nothing where it is empty. */
    public static List<String> ids(ResultSet row, int column, IdKind kind) throws SQLException {
        @Nullable UUID id = row.getObject(column, UUID.class);
        return id == null ? List.of() : List.of(kind.text(id));
    }

    private record Row(Named named, long total, Instant last) {}

    /** One subject of what was counted. */
    public record Named(String subject, long count, Instant firstAt, Instant lastAt) {}

    /**
     * What was counted under a name.
     *
     * @param named the subjects counted most often
     */
    public record Seen(long total, Optional<Instant> lastAt, List<Named> named) {

        public boolean any() {
            return total > 0;
        }

        /** How often one subject was counted, as far as it is among those named. */
        public long of(String subject) {
            return named.stream()
                    .filter(one -> one.subject().equals(subject))
                    .mapToLong(Named::count)
                    .sum();
        }
    }
}
