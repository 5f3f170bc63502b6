package io.counterfoil.monitoring.cardtesting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingTest {

    private final Waiting<String> waiting = new Waiting<>(5);
    private final List<List<String>> written = new ArrayList<>();

    @Test
    void all_is_written_once_so_many_at_a_time() {
        List.of("a", "b", "c").forEach(waiting::offer);

        waiting.write(2, written::add);
        waiting.write(2, written::add);

        assertThat(written).containsExactly(List.of("a", "b"), List.of("c"));
    }

    @Test
    void what_could_not_be_written_is_written_the_next_time() {
        List.of("a", "b", "c").forEach(waiting::offer);
        assertThatThrownBy(() -> waiting.write(2, some -> {
                    throw new IllegalStateException("the database is gone");
                }))
                .hasMessage("the database is gone");

        waiting.write(9, written::add);

        assertThat(written).hasSize(1);
        assertThat(written.get(0)).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void more_than_there_is_room_for_is_refused_also_after_a_failure() {
        for (int i = 0; i < 5; i++) {
            assertThat(waiting.offer("early")).isTrue();
        }
        assertThat(waiting.offer("late")).isFalse();

        assertThatThrownBy(() -> waiting.write(2, some -> {
                    waiting.offer("meanwhile");
                    throw new IllegalStateException("the database is gone");
                }))
                .hasMessage("the database is gone");

        assertThat(waiting.offer("late")).isFalse();
    }
}
