package io.counterfoil.monitoring.usage;

import io.counterfoil.domain.control.Assessment;
import io.counterfoil.domain.control.Control;
import io.counterfoil.domain.control.Controls;
import io.counterfoil.domain.control.Window;
import io.counterfoil.domain.database.Sql;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Whether usage is recorded for each day on which there were calls. The edge counts those apart from usage. */
@Singleton
final class UsageControls implements Controls {

    private static final String CALLS = """
        SELECT day, sum(count), max(last_at) FROM domain.control_sighting
        WHERE what IN ('limited_call', 'unlimited_call') AND day >= ? GROUP BY day ORDER BY day\
        """;

    /** One look into each day's partition. */
    private static final String RECORDED = """
        SELECT EXISTS (SELECT FROM monitoring.usage_hour WHERE id >= ? AND id < ?)\
        """;

    /** The newest of the last two hours: partitions by id. */
    private static final String NEWEST = "SELECT max(at), count(*) FROM monitoring.usage_minute WHERE id >= ?";

    private static final String KEYS = """
        SELECT count(DISTINCT key_id), count(*) FILTER (WHERE kind = 'network' AND first_at >= ?),
               count(*) FILTER (WHERE kind = 'route' AND first_at >= ?)
        FROM monitoring.key_sighting WHERE last_at >= ?\
        """;

    @Override
    public List<Control> controls() {
        return List.of(new Control("monitoring.usage_patterns", UsageControls::recorded));
    }

    private record Day(LocalDate day, long calls, Instant lastAt) {}

    private static Assessment recorded(Window window) {
        List<Day> days = window.sql()
                .all(
                        CALLS,
                        row -> new Day(row.getObject(1, LocalDate.class), row.getLong(2), Sql.instant(row, 3)),
                        LocalDate.ofInstant(window.since(), ZoneOffset.UTC));
        // usage is written ten seconds later than this is counted: a day that has just begun has none yet
        List<LocalDate> gaps = days.stream()
                .filter(day ->
                        !day.day().equals(LocalDate.ofInstant(window.asOf().minusSeconds(60), ZoneOffset.UTC))
                                || day.calls() > 100)
                .map(Day::day)
                .filter(day -> !recordedOn(window, day))
                .toList();
        Optional<Instant> newest = window.sql()
                .first(
                        NEWEST,
                        row -> Window.maybe(row, 1),
                        Window.firstId(window.asOf().minusSeconds(7_200)))
                .flatMap(at -> at);
        long[] keys = window.sql()
                .first(
                        KEYS,
                        row -> new long[] {row.getLong(1), row.getLong(2), row.getLong(3)},
                        window.since(),
                        window.since(),
                        window.since())
                .orElseThrow();
        Optional<Instant> lastCall = days.stream().map(Day::lastAt).reduce((first, second) -> second);
        boolean behind = lastCall.filter(at -> at.isBefore(window.asOf().minusSeconds(120))
                        && at.isAfter(window.asOf().minusSeconds(7_000))
                        && newest.filter(one -> one.isAfter(at.minusSeconds(300)))
                                .isEmpty())
                .isPresent();
        return window.evidence()
                .with("calls", days.stream().mapToLong(Day::calls).sum())
                .with("days_with_calls", days.size())
                .with("days_without_usage", gaps)
                .with("last_call_at", lastCall)
                .with("last_usage_at", newest)
                .with("keys_seen", keys[0])
                .with("new_networks", keys[1])
                .with("new_routes", keys[2])
                .failing(!gaps.isEmpty(), "there were calls on a day of which no usage is recorded")
                .atRisk(behind, "usage lags behind the calls")
                .assess();
    }

    private static boolean recordedOn(Window window, LocalDate day) {
        UUID first = Window.firstId(day.atStartOfDay(ZoneOffset.UTC).toInstant());
        UUID next = Window.firstId(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        return window.sql()
                .first(RECORDED, row -> row.getBoolean(1), first, next)
                .orElse(false);
    }
}
