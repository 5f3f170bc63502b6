package io.counterfoil.app.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CapacityTest {

    private final Capacity capacity = new Capacity(10);

    @Test
    void a_fifth_is_kept_for_calls_that_move_money() {
        for (int i = 0; i < 8; i++) {
            assertThat(capacity.enter(false)).isTrue();
        }
        assertThat(capacity.enter(false)).isFalse();
        assertThat(capacity.enter(true)).isTrue();
        assertThat(capacity.enter(true)).isTrue();
        assertThat(capacity.enter(true)).isFalse();
    }

    @Test
    void calls_that_move_money_may_have_it_all() {
        for (int i = 0; i < 10; i++) {
            assertThat(capacity.enter(true)).isTrue();
        }
        assertThat(capacity.enter(true)).isFalse();
        assertThat(capacity.enter(false)).isFalse();
    }

    @Test
    void a_place_that_was_left_can_be_taken_again() {
        for (int round = 0; round < 100; round++) {
            for (int i = 0; i < 8; i++) {
                assertThat(capacity.enter(false)).isTrue();
            }
            assertThat(capacity.enter(false)).isFalse();
            for (int i = 0; i < 8; i++) {
                capacity.leave(false);
            }
        }
    }
}
