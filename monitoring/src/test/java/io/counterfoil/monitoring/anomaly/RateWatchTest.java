package io.counterfoil.monitoring.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.counterfoil.monitoring.alert.AlertRules;
import io.counterfoil.monitoring.alert.RuleSettings;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A share is unusual when even the least that it may stand for is beyond the usual; few cases prove nothing. */
class RateWatchTest {

    private static final RuleSettings RULE = AlertRules.asTheyCome("decline_rate_unusual");
    private static final double LEAST = RULE.parameter("least");
    private static final double FACTOR = RULE.parameter("factor");
    private static final int DAY = 1_440;

    private final RateWatch watch = new RateWatch();
    private final SplittableRandom chance = new SplittableRandom(7);

    @Test
    void a_share_that_has_grown_is_told_once_and_within_its_first_minutes() {
        usual(DAY, 20);
        int told = 0;
        int first = -1;
        for (int minute = 0; minute < 30; minute++) {
            if (take(DAY + minute, 8, 20).isPresent()) {
                told++;
                first = first < 0 ? minute : first;
            }
        }
        assertThat(told).isEqualTo(1);
        assertThat(first).isLessThan(3);
    }

    @Test
    void a_share_that_stays_while_everything_grows_tenfold_is_no_news() {
        usual(DAY, 20);
        for (int minute = 0; minute < 120; minute++) {
            assertThat(take(DAY + minute, declined(200), 200)).isEmpty();
        }
    }

    /** One of two is a share of a half, and may stand for a share of a tenth. */
    @Test
    void few_cases_prove_nothing_whatever_their_share() {
        usual(DAY, 20);
        for (int minute = 0; minute < 120; minute++) {
            assertThat(take(DAY + minute, minute % 5 == 0 ? LEAST - 1 : 0, minute % 5 == 0 ? LEAST - 1 : 0))
                    .isEmpty();
        }
    }

    /** 12 of 60 are four times 5 %, and may stand for 11.8 %: more than twice the usual, and less than three times. */
    @Test
    void the_lower_bound_counts_and_not_the_share_itself() {
        for (int minute = 0; minute < DAY; minute++) {
            take(minute, 5, 100);
        }
        assertThat(watch.minute(DAY + 10, 12, 60, LEAST, 3)).isEmpty();
        assertThat(watch.minute(DAY + 20, 12, 60, LEAST, 2)).hasValueSatisfying(finding -> {
            assertThat(finding.part() / finding.whole()).isEqualTo(0.2);
            assertThat(finding.atLeast()).isBetween(0.11, 0.13);
            assertThat(finding.expected()).isBetween(0.049, 0.052);
        });
    }

    @Test
    void before_anything_is_known_nothing_is_unusual() {
        for (int minute = 0; minute < 60; minute++) {
            assertThat(take(minute, 20, 20)).isEmpty();
        }
    }

    @Test
    void of_few_cases_nobody_can_say_what_is_usual() {
        take(0, 0, 1);
        take(60, 0, 1);
        assertThat(watch.usual(61)).isZero();
        usual(DAY, 20);
        assertThat(watch.usual(DAY)).isBetween(0.001, 0.3);
    }

    @Test
    void a_year_of_zeros_is_no_news_and_the_first_failures_after_it_are() {
        for (int minute = 0; minute < 365 * DAY; minute += 60) {
            assertThat(take(minute, 0, 10)).isEmpty();
        }
        assertThat(take(365L * DAY, 10, 20)).isPresent();
    }

    @Test
    void what_comes_twice_or_late_changes_nothing_and_a_clock_that_was_wrong_is_followed() {
        usual(DAY, 20);
        byte[] before = watch.state();
        assertThat(take(DAY - 1, 500, 500)).isEmpty();
        assertThat(take(DAY - 30, 500, 500)).isEmpty();
        assertThat(watch.state()).isEqualTo(before);
        take(5_000L * DAY, 0, 20);
        assertThat(take(DAY + 10, 0, 20)).isEmpty();
        assertThat(watch.last()).isEqualTo(DAY + 10);
        watch.resume(DAY + 8);
        assertThat(take(DAY + 8, 20, 20)).isPresent();
    }

    @Test
    void minutes_that_nobody_told_of_are_not_those_of_before() {
        usual(DAY, 20);
        take(DAY, LEAST - 1, 20);
        assertThat(take(DAY + 5, LEAST - 1, 20)).isEmpty();
        assertThat(take(DAY + 6, LEAST - 1, 20)).isPresent();
    }

    /** An hour of it, and the same hour a week later. */
    @Test
    void a_burst_does_not_teach_that_bursts_are_usual() {
        int week = 7 * DAY;
        usual(week, 20);
        for (int minute = 0; minute < 60; minute++) {
            take(week + minute, 20, 20);
        }
        usual(week + 60, 2 * week, 20);
        boolean told = false;
        for (int minute = 0; minute < 10; minute++) {
            told |= take(2 * week + minute, 8, 20).isPresent();
        }
        assertThat(told).isTrue();
    }

    @Test
    void it_goes_on_after_a_restart_as_if_nothing_had_happened() {
        usual(DAY, 20);
        assertThat(take(DAY, 19, 20)).isPresent();
        RateWatch restarted = RateWatch.of(watch.state());
        for (int minute = 1; minute < 120; minute++) {
            double part = minute == 1 || minute == 100 ? 19 : 1;
            Optional<RateWatch.Finding> finding = take(DAY + minute, part, 20);
            assertThat(restarted.minute(DAY + minute, part, 20, LEAST, FACTOR)).isEqualTo(finding);
            assertThat(finding.isPresent()).isEqualTo(minute == 100);
        }
        assertThat(restarted.state()).isEqualTo(watch.state()).hasSizeLessThan(2_000);
        assertThat(RateWatch.of(new byte[3]).last()).isEqualTo(-1);
    }

    @Test
    void two_weeks_of_ordinary_days_tell_next_to_nothing() {
        int told = 0;
        for (int minute = 0; minute < 14 * DAY; minute++) {
            double night = 0.15 + 0.85 * Math.pow(Math.sin(Math.PI * (minute % DAY) / DAY), 2);
            int whole = (int) Math.round(40 * night * chance.nextDouble(0.5, 1.5));
            told += take(minute, declined(whole), whole).isPresent() ? 1 : 0;
        }
        assertThat(told).isLessThanOrEqualTo(2);
    }

    @Test
    void a_share_of_few_is_worth_less() {
        // Wilson 1927: 10 of 20 is between 0.299 and 0.701
        assertThat(Share.wilsonLower(10, 20)).isCloseTo(0.299, within(0.001));
        assertThat(Share.wilsonLower(500, 1_000)).isGreaterThan(0.46);
        assertThat(Share.wilsonLower(0, 20)).isZero();
    }

    private void usual(int until, int whole) {
        usual(0, until, whole);
    }

    private void usual(int from, int until, int whole) {
        for (int minute = from; minute < until; minute++) {
            take(minute, declined(whole), whole);
        }
    }

    private Optional<RateWatch.Finding> take(long minute, double part, double whole) {
        return watch.minute(minute, part, whole, LEAST, FACTOR);
    }

    /** One of twenty five. */
    private int declined(int whole) {
        int declined = 0;
        for (int i = 0; i < whole; i++) {
            declined += chance.nextInt(25) == 0 ? 1 : 0;
        }
        return declined;
    }
}
