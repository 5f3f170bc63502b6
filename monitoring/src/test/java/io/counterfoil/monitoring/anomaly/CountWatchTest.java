package io.counterfoil.monitoring.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What time and bad luck do to a series. */
class CountWatchTest {

    private static final double LEAST = 20;
    private static final double FACTOR = 3;
    private static final int DAY = 1_440;

    private final CountWatch watch = new CountWatch();
    private final SplittableRandom chance = new SplittableRandom(7);

    @Test
    void a_burst_is_told_once_and_within_its_first_minutes() {
        quiet(0, 3 * DAY);
        int told = 0;
        int first = -1;
        for (int minute = 0; minute < 30; minute++) {
            if (take(3L * DAY + minute, 60).isPresent()) {
                told++;
                first = first < 0 ? minute : first;
            }
        }
        assertThat(told).isEqualTo(1);
        assertThat(first).isLessThan(3);
    }

    @Test
    void a_year_of_zeros_is_no_news_and_the_first_burst_after_it_is() {
        for (int minute = 0; minute < 365 * DAY; minute += 60) {
            // a zero an hour: the gaps between are zeros as well
            assertThat(take(minute, 0)).isEmpty();
        }
        long then = 365L * DAY;
        assertThat(take(then, 1)).isEmpty();
        assertThat(take(then + 1, 50)).isPresent();
    }

    @Test
    void what_comes_twice_or_late_changes_nothing() {
        quiet(0, DAY);
        byte[] before = watch.state();
        assertThat(take(DAY - 1, 5_000)).isEmpty();
        assertThat(take(DAY - 30, 5_000)).isEmpty();
        assertThat(watch.state()).isEqualTo(before);
    }

    @Test
    void a_gap_of_minutes_is_zeros_and_a_longer_one_is_left_out() {
        quiet(0, 2 * DAY);
        assertThat(take(2L * DAY + 30, 2)).isEmpty();
        assertThat(take(5L * DAY, 2)).isEmpty();
        assertThat(watch.last()).isEqualTo(5L * DAY);
        assertThat(take(5L * DAY + 1, 100)).isPresent();
    }

    @Test
    void a_clock_that_was_wrong_by_years_is_followed_when_it_is_set_right() {
        quiet(0, DAY);
        take(5_000L * DAY, 2);
        assertThat(take(DAY + 10, 2)).isEmpty();
        assertThat(watch.last()).isEqualTo(DAY + 10);
        assertThat(take(DAY + 11, 100)).isPresent();
    }

    @Test
    void silence_where_there_was_traffic_is_told_where_that_matters() {
        for (int minute = 0; minute < 2 * DAY; minute++) {
            watch.minute(minute, poisson(30), LEAST, FACTOR, true);
        }
        boolean told = false;
        for (int minute = 0; minute < 10; minute++) {
            told |= watch.minute(2L * DAY + minute, 0, LEAST, FACTOR, true).isPresent();
        }
        assertThat(told).isTrue();
    }

    @Test
    void it_goes_on_after_a_restart_as_if_nothing_had_happened() {
        quiet(0, DAY);
        CountWatch restarted = CountWatch.of(watch.state());
        assertThat(restarted.state()).isEqualTo(watch.state());
        for (int minute = 0; minute < 60; minute++) {
            double count = minute == 30 ? 90 : poisson(2);
            assertThat(restarted.minute(DAY + minute, count, LEAST, FACTOR, false))
                    .isEqualTo(watch.minute(DAY + minute, count, LEAST, FACTOR, false));
        }
        assertThat(watch.state()).hasSizeLessThan(10_000);
    }

    @Test
    void a_burst_is_told_once_though_it_is_put_away_after_each_minute() {
        quiet(0, DAY);
        CountWatch stored = watch;
        int told = 0;
        for (int minute = 0; minute < 30; minute++) {
            stored = CountWatch.of(stored.state());
            told += stored.minute(DAY + minute, 500, LEAST, FACTOR, false).isPresent() ? 1 : 0;
        }
        assertThat(told).isEqualTo(1);
    }

    @Test
    void a_clock_that_was_ahead_leaves_what_was_learnt() {
        quiet(0, 2 * DAY);
        take(2L * DAY + 600, 2);
        watch.resume(2L * DAY);
        assertThat(take(2L * DAY, 2)).isEmpty();
        assertThat(take(2L * DAY + 1, 100)).isPresent();
    }

    @Test
    void a_state_of_another_version_is_forgotten() {
        assertThat(CountWatch.of(new byte[3]).last()).isEqualTo(-1);
    }

    @Test
    void tails_are_those_of_the_books() {
        // negative binomial of size 8 and mean 8: NB(8, 1/2); P(X <= 7) = P(Bin(15, 1/2) >= 8) = 1/2
        assertThat(1 - Tail.atLeast(8.5, 8)).isGreaterThan(0.5);
        assertThat(Tail.atMost(7, 8)).isCloseTo(0.5, within(1e-9));
        assertThat(Tail.atLeast(3, 5)).isEqualTo(1);
    }

    private void quiet(long from, int minutes) {
        for (int minute = 0; minute < minutes; minute++) {
            take(from + minute, poisson(2));
        }
    }

    private Optional<CountWatch.Finding> take(long minute, double count) {
        return watch.minute(minute, count, LEAST, FACTOR, false);
    }

    private int poisson(double mean) {
        double limit = Math.exp(-mean);
        double product = chance.nextDouble();
        int count = 0;
        while (product > limit) {
            product *= chance.nextDouble();
            count++;
        }
        return count;
    }
}
