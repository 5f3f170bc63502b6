package io.counterfoil.monitoring.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.control.Sightings;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.partition.DayPartitions;
import io.counterfoil.domain.signal.Alarm;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** More is used than the detector watches: it keeps the busiest, and says how many it leaves out. */
@ExtendWith(ArquillianExtension.class)
class ManySeriesInContainerIT {

    /** Of all callers, requests and the share of errors; and the same of three merchants. */
    private static final int PLACES = 8;

    private static final UUID QUIET = UUID.randomUUID();
    private static final UUID BUSY = UUID.randomUUID();
    private static final UUID USUAL = UUID.randomUUID();
    private static final UUID NEWCOMER = UUID.randomUUID();

    @Inject
    private Transactions transactions;

    @Inject
    private DayPartitions partitions;

    @Inject
    private MetricRegistry registry;

    @Inject
    private Sightings sightings;

    @Inject
    private Event<Alarm> alarms;

    @Inject
    private AlarmsOfDayInContainer heard;

    private final List<String> logged = new ArrayList<>();
    private final Logger log = Logger.getLogger(LeftOut.class.getName());
    private final Handler ear = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().equals(Level.WARNING)) {
                logged.add(line.getMessage());
            }
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    /** In the future, so that the server's own detector, which works up to now, leaves it alone. */
    private final Instant first = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(9));

    private Instant now = first;

    @BeforeEach
    void forget() {
        transactions.commit(() -> transactions.sql().update("DELETE FROM monitoring.detector_state"));
        partitions.cover("monitoring.usage_minute", new UUID(first.toEpochMilli() << 16, 0));
        log.addHandler(ear);
    }

    @AfterEach
    void leaveNothing() {
        log.removeHandler(ear);
        transactions.commit(() -> {
            transactions.sql().update("DELETE FROM monitoring.detector_state");
            transactions
                    .sql()
                    .update(
                            "DELETE FROM monitoring.usage_minute WHERE id >= ?",
                            new UUID(first.toEpochMilli() << 16, 0));
        });
    }

    @Test
    void the_busiest_are_watched_by_habit_or_by_what_they_do_now_and_how_many_are_not_is_told() {
        WatchedSeries watched = watched(PLACES);
        used(0, QUIET, 3);
        used(0, BUSY, 100);
        used(0, USUAL, 50);
        assertThat(watched(watched, 0)).containsExactlyInAnyOrder(WatchedSeries.ALL, BUSY, USUAL, QUIET);
        for (int minute = 1; minute < 10; minute++) {
            used(minute, BUSY, 100);
            used(minute, USUAL, 50);
            watched(watched, minute);
        }
        int toldBefore = told().size();
        long before = registry.counter(LeftOut.FIGURE).getCount();

        // the busy one falls silent, which is news; one comes that nobody knows
        used(10, USUAL, 50);
        used(10, NEWCOMER, 1);
        // by habit it has half a call a minute, far more than the quiet one has
        assertThat(watched(watched, 10)).containsExactlyInAnyOrder(WatchedSeries.ALL, USUAL, NEWCOMER, BUSY);

        // requests and their share of errors
        assertThat(registry.counter(LeftOut.FIGURE).getCount() - before).isEqualTo(2);
        assertThat(told()).hasSize(toldBefore + 1).last().satisfies(alarm -> {
            assertThat(alarm.subject()).isEqualTo("server");
            assertThat(alarm.facts()).containsEntry("left_out", "2").containsEntry("watched", "8");
        });
    }

    @Test
    void what_is_used_less_than_once_a_day_is_missed_by_nobody() {
        WatchedSeries watched = watched(PLACES);
        used(0, QUIET, 1);
        used(0, USUAL, 10);
        watched(watched, 0);
        used(1, USUAL, 10);
        used(1, BUSY, 10);
        used(1, NEWCOMER, 10);
        long before = registry.counter(LeftOut.FIGURE).getCount();

        assertThat(watched(watched, 1)).doesNotContain(QUIET);

        assertThat(registry.counter(LeftOut.FIGURE).getCount()).isEqualTo(before);
    }

    @Test
    void the_log_says_it_once_an_hour() {
        LeftOut leftOut = new LeftOut(registry, sightings, alarms, () -> now);
        for (int minute = 0; minute < 130; minute++) {
            now = first.plus(Duration.ofMinutes(minute));
            transactions.commit(() -> leftOut.tell(7, 2_000));
        }

        assertThat(logged).hasSize(3).allMatch(line -> line.contains("leaves out"));
    }

    @Test
    void where_all_have_a_place_nothing_is_said() {
        LeftOut leftOut = new LeftOut(registry, sightings, alarms, () -> now);
        long before = registry.counter(LeftOut.FIGURE).getCount();

        leftOut.tell(0, 2_000);

        assertThat(logged).isEmpty();
        assertThat(registry.counter(LeftOut.FIGURE).getCount()).isEqualTo(before);
    }

    private WatchedSeries watched(int most) {
        return new WatchedSeries(
                transactions, (from, to) -> List.of(), new LeftOut(registry, sightings, alarms, () -> now), most);
    }

    /** Takes a minute, and gives whose series had a place. */
    private List<UUID> watched(WatchedSeries watched, int minute) {
        return transactions.commit(() -> {
            List<WatchedSeries.Point> points = watched.of(minutes() + minute);
            points.forEach(point -> watched.keep(point, minutes() + minute, new byte[0]));
            return points.stream().map(WatchedSeries.Point::merchant).distinct().toList();
        });
    }

    private long minutes() {
        return first.getEpochSecond() / 60;
    }

    private void used(int minute, UUID merchant, int calls) {
        Instant at = first.plus(Duration.ofMinutes(minute));
        UUID id = new UUID(at.toEpochMilli() << 16 | 0x7000, UUID.randomUUID().getLeastSignificantBits());
        transactions.commit(() -> transactions.sql().update("""
                INSERT INTO monitoring.usage_minute (merchant_id, id, livemode, key_id, route, status, network, at, count)
                VALUES (?, ?, true, ?, 'GET /v1/payments', 200, '', ?, ?)\
                """, merchant, id, merchant, at, calls));
    }

    private List<Alarm> told() {
        return heard.about("server").stream()
                .filter(alarm -> alarm.rule().equals("series_left_out"))
                .toList();
    }
}
