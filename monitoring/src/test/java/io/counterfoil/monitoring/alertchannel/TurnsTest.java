package io.counterfoil.monitoring.alertchannel;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.monitoring.alert.AlertRules;
import io.counterfoil.monitoring.alert.RuleSettings;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When what did not arrive is tried again. */
class TurnsTest {

    private static final RuleSettings DOWN = AlertRules.asTheyCome("alert_channel_down");

    @Test
    void it_is_tried_again_after_five_seconds_then_each_time_twice_as_long_up_to_five_minutes() {
        assertThat(IntStream.of(1, 2, 3, 6, 7, 1_000).mapToObj(Turns::pause))
                .containsExactly(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(160),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5));
    }

    /** A channel is only seen to be down when it is tried. */
    @Test
    void the_alert_of_a_channel_that_stays_down_does_not_settle_between_two_tries_nor_before_it_escalates() {
        Duration settles = Duration.ofSeconds(DOWN.resolveAfter());

        assertThat(settles)
                .isGreaterThan(Turns.pause(1_000).multipliedBy(2))
                .isGreaterThan(Duration.ofSeconds(DOWN.escalateAfter()));
    }
}
