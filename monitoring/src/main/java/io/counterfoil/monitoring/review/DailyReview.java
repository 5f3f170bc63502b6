package io.counterfoil.monitoring.review;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** Draws up each day's review once the day is over, and raises an alarm for those that nobody signs in time. */
@Singleton
final class DailyReview {

    private static final Duration PAUSE = Duration.ofMinutes(30);

    /** What was committed late in the day is there by then. */
    private static final Duration AFTER_MIDNIGHT = Duration.ofMinutes(5);

    /** As far back as days are made up for on which no server ran, and alarms are raised. */
    private static final int DAYS = 30;

    private final Reviews reviews;
    private final Transactions transactions;
    private final BackgroundWork work;
    private final InstantSource time;
    private final Event<Alarm> alarms;

    private volatile Duration deadline = Duration.ofDays(1);

    @Inject
    DailyReview(
            Reviews reviews, Transactions transactions, BackgroundWork work, InstantSource time, Event<Alarm> alarms) {
        this.reviews = reviews;
        this.transactions = transactions;
        this.work = work;
        this.time = time;
        this.alarms = alarms;
    }

    void start(@Observes DatabaseReady ready, ConfigurationSource configuration) {
        deadline = ReviewSettings.DEADLINE.in(configuration);
        work.every(PAUSE, "daily review", this::round);
    }

    void round() {
        Instant now = time.instant();
        LocalDate over =
                LocalDate.ofInstant(now.minus(AFTER_MIDNIGHT), ZoneOffset.UTC).minusDays(1);
        firstDay().filter(first -> !first.isAfter(over)).ifPresent(first -> {
            LocalDate from = first.isBefore(over.minusDays(DAYS)) ? over.minusDays(DAYS) : first;
            from.datesUntil(over.plusDays(1)).forEach(reviews::drawUp);
            LocalDate late =
                    LocalDate.ofInstant(now.minus(deadline), ZoneOffset.UTC).minusDays(1);
            reviews.unsigned(from, late).forEach(this::raise);
        });
    }

    /** The day of the first entry in the audit log: nothing happened before. Index audit_entry_id. */
    private Optional<LocalDate> firstDay() {
        return transactions.commit(() -> transactions
                .sql()
                .first(
                        "SELECT id FROM monitoring.audit_entry ORDER BY id LIMIT 1",
                        row -> LocalDate.ofInstant(
                                Instant.ofEpochMilli(Long.parseUnsignedLong(
                                        row.getString(1).replace("-", "").substring(0, 12), 16)),
                                ZoneOffset.UTC)));
    }

    private void raise(LocalDate day) {
        transactions.commit(() -> alarms.fire(new Alarm(
                "log_review_missing", Optional.empty(), true, day.toString(), Map.of("day", day.toString()))));
    }
}
