package io.counterfoil.monitoring.review;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.control.Assessment;
import io.counterfoil.domain.control.Control;
import io.counterfoil.domain.control.Controls;
import io.counterfoil.domain.control.Window;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Whether a person signs what happened each day. */
@Singleton
final class ReviewControls implements Controls {

    /** Primary key review_pkey: thirty rows. */
    private static final String REVIEWS = """
        SELECT count(*), count(signed_off_at), max(signed_off_at), max(day),
               extract(epoch FROM max(signed_off_at - made_at))::float8
        FROM monitoring.review WHERE day >= ?\
        """;

    private static final String LATE = """
        SELECT day FROM monitoring.review WHERE day >= ? AND day <= ? AND signed_off_at IS NULL ORDER BY day\
        """;

    private final Duration deadline;

    @Inject
    ReviewControls(ConfigurationSource configuration) {
        this.deadline = ReviewSettings.DEADLINE.in(configuration);
    }

    @Override
    public List<Control> controls() {
        return List.of(new Control("monitoring.logs_reviewed", this::signed));
    }

    private record Days(
            long all, long signed, Optional<Instant> lastSigned, Optional<LocalDate> last, Optional<Double> slowest) {}

    private Assessment signed(Window window) {
        LocalDate since = LocalDate.ofInstant(window.since(), ZoneOffset.UTC);
        LocalDate due = LocalDate.ofInstant(window.asOf().minus(deadline), ZoneOffset.UTC)
                .minusDays(1);
        Days days = window.sql()
                .first(
                        REVIEWS,
                        row -> new Days(
                                row.getLong(1),
                                row.getLong(2),
                                Window.maybe(row, 3),
                                Optional.ofNullable(row.getObject(4, LocalDate.class)),
                                Optional.ofNullable(row.getObject(5, Double.class))),
                        since)
                .orElseThrow();
        List<LocalDate> late = window.sql().all(LATE, row -> row.getObject(1, LocalDate.class), since, due);
        return window.evidence()
                .with("days_drawn_up", days.all())
                .with("days_signed", days.signed())
                .with("days_past_deadline", late)
                .with("days_waiting", days.all() - days.signed() - late.size())
                .with("deadline_hours", deadline.toHours())
                .with("last_day", days.last())
                .with("last_signed_at", days.lastSigned())
                .with("slowest_seconds", days.slowest())
                .notApplicable(days.all() == 0, "no day is over yet")
                .failing(!late.isEmpty(), "nobody has signed the review of a day in time")
                .atRisk(
                        days.last().filter(due.minusDays(1)::isAfter).isPresent(),
                        "the reviews of the last days were not drawn up")
                .assess();
    }
}
