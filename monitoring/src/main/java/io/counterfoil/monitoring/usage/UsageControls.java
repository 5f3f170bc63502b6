package io.counterfoil.monitoring.usage;

import io.counterfoil.domain.control.Assessment;
import io.counterfoil.domain.control.Control;
import io.counterfoil.domain.control.Controls;
import io.counterfoil.domain.control.Window;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.id.Ids;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Whether usage is recorded for each day on which there were calls. The edge counts those apart from usage. */
@Singleton
final class UsageControls implements Controls {

    /** So few calls may have come since usage was written last. */
    private static final long JUST_BEGUN = 100;

    /** Usage is written every ten seconds, and a server that can't tries on. */
    private static final Duration WRITTEN = Duration.ofMinutes(5);

    /** Minutes are kept for a week. */
    private static final Duration KEPT = Duration.ofDays(6);

    private static final String CALLS = """
        SELECT day, sum(count), max(last_at) FROM domain.control_sighting
        WHERE what IN ('limited_call', 'unlimited_call') AND day >= ? GROUP BY day ORDER BY day\
        """;

    /** One look into each day's partition. */
    private static final String RECORDED = """
        SELECT day.day FROM unnest(?::date[], ?::uuid[], ?::uuid[]) AS day (day, first, next)
        WHERE NOT EXISTS (SELECT FROM monitoring.usage_hour u WHERE u.id >= day.first AND u.id < day.next)
        ORDER BY day.day\
        """;

    /** Primary key usage_minute_pkey: a look for each merchant until one is found; zero stands for nobody's calls. */
    private static final String LATELY = """
        SELECT true FROM (SELECT id FROM domain.merchant UNION ALL SELECT '00000000-0000-0000-0000-000000000000') AS m
        WHERE EXISTS (SELECT FROM monitoring.usage_minute u WHERE u.merchant_id = m.id AND u.id >= ?) LIMIT 1\
        """;

    private static final String KEYS = """
        SELECT count(DISTINCT key_id), count(*) FILTER (WHERE kind = 'network' AND first_at >= ?),
               count(*) FILTER (WHERE kind = 'route' AND first_at >= ?), max(last_at)
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
        List<LocalDate> gaps = gaps(
                window,
                days.stream()
                        .filter(day -> !day.day().equals(LocalDate.ofInstant(window.asOf(), ZoneOffset.UTC))
                                || day.calls() > JUST_BEGUN)
                        .map(Day::day)
                        .toList());
        Keys keys = window.sql()
                .first(
                        KEYS,
                        row -> new Keys(row.getLong(1), row.getLong(2), row.getLong(3), Window.maybe(row, 4)),
                        window.since(),
                        window.since(),
                        window.since())
                .orElseThrow();
        Optional<Instant> lastCall = days.stream().map(Day::lastAt).reduce((first, second) -> second);
        boolean behind = lastCall.filter(at -> at.isBefore(window.asOf().minus(WRITTEN)))
                .filter(at -> at.isAfter(window.asOf().minus(KEPT)))
                .filter(at -> window.sql()
                        .first(LATELY, row -> true, Ids.firstAt(at.minus(WRITTEN)))
                        .isEmpty())
                .isPresent();
        return window.evidence()
                .with("calls", days.stream().mapToLong(Day::calls).sum())
                .with("days_with_calls", days.size())
                .with("days_without_usage", gaps)
                .with("last_call_at", lastCall)
                .with("last_key_seen_at", keys.lastAt())
                .with("keys_seen", keys.seen())
                .with("new_networks", keys.networks())
                .with("new_routes", keys.routes())
                .failing(!gaps.isEmpty(), "there were calls on a day of which no usage is recorded")
                .atRisk(behind, "usage lags behind the calls")
                .assess();
    }

    private record Keys(long seen, long networks, long routes, Optional<Instant> lastAt) {}

    private static List<LocalDate> gaps(Window window, List<LocalDate> days) {
        return window.sql()
                .all(
                        RECORDED,
                        row -> row.getObject(1, LocalDate.class),
                        texts(days, LocalDate::toString),
                        texts(days, day -> first(day).toString()),
                        texts(days, day -> first(day.plusDays(1)).toString()));
    }

    private static String[] texts(List<LocalDate> days, Function<LocalDate, String> text) {
        return days.stream().map(text).toArray(String[]::new);
    }

    private static UUID first(LocalDate day) {
        return Ids.firstAt(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
