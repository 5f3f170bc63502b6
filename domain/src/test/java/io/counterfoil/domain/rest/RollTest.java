package io.counterfoil.domain.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollTest {

    @Test
    void without_a_word_there_is_no_overlap() {
        assertThat(new Roll(null).overlap()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 604_799, 604_800})
    void from_none_to_seven_days_is_an_overlap(long seconds) {
        assertThat(new Roll(seconds).overlap()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 604_801, Long.MIN_VALUE, Long.MAX_VALUE})
    void nothing_else_is(long seconds) {
        assertThatThrownBy(() -> new Roll(seconds).overlap())
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.document("req_x")).containsEntry("param", "expires_in"));
    }
}
