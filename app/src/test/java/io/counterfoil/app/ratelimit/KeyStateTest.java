package io.counterfoil.app.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.ratelimit.Limits;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KeyStateTest {

    private static final long START = Long.MAX_VALUE - 1_000;

    private final KeyState state = new KeyState();

    @Test
    void so_many_requests_are_in_hand_and_no_more() {
        Limits two = new Limits(100, 100, 100, 2);
        assertThat(state.enter(two)).isTrue();
        assertThat(state.enter(two)).isTrue();
        assertThat(state.enter(two)).isFalse();
        state.leave();
        assertThat(state.enter(two)).isTrue();
    }

    @Test
    void who_calls_before_the_time_is_impatient() {
        state.refused(START, 2);
        assertThat(state.isImpatient(after(1_000))).isTrue();
    }

    @Test
    void who_waits_is_not() {
        state.refused(START, 2);
        assertThat(state.isImpatient(after(2_000))).isFalse();
        assertThat(state.isImpatient(after(2_100))).isFalse();
    }

    @Test
    void what_was_on_its_way_is_nobodys_fault() {
        state.refused(START, 2);
        assertThat(state.isImpatient(after(100))).isFalse();
    }

    @Test
    void a_second_refusal_lengthens_the_wait() {
        state.refused(START, 2);
        state.refused(after(1_500), 2);
        assertThat(state.isImpatient(after(3_000))).isTrue();
        assertThat(state.isImpatient(after(3_500))).isFalse();
    }

    @Test
    void who_was_never_refused_is_patient() {
        assertThat(state.isImpatient(START)).isFalse();
    }

    private static long after(long millis) {
        return START + TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
