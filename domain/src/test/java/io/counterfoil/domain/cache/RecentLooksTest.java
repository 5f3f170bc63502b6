package io.counterfoil.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Time passes only where a test lets it; the background works when it is told to. */
class RecentLooksTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Queue<Runnable> background = new ArrayDeque<>();
    private final RecentLooks<String, String> looks = looks(key -> read());
    private String truth = "before";
    private long nanos;
    private int reads;

    private RecentLooks<String, String> looks(Function<String, String> read) {
        return new RecentLooks<>(10, background::add, read, () -> nanos);
    }

    private String read() {
        reads++;
        return truth;
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private void workInBackground() {
        for (Runnable work = background.poll(); work != null; work = background.poll()) {
            work.run();
        }
    }

    @Test
    void looks_once_for_many_who_ask_in_the_same_moment() {
        for (int i = 0; i < 1000; i++) {
            assertThat(looks.get("key")).isEqualTo("before");
        }

        assertThat(reads).isEqualTo(1);
    }

    @Test
    void looks_again_in_the_background_while_those_who_ask_have_the_last_look() {
        looks.get("key");
        truth = "after";
        pass(Duration.ofMillis(401));

        assertThat(looks.get("key")).isEqualTo("before");
        assertThat(reads).isEqualTo(1);
        workInBackground();
        assertThat(looks.get("key")).isEqualTo("after");
    }

    @Test
    void gives_out_nothing_that_is_older_than_a_second_though_the_background_stands_still() {
        looks.get("key");
        truth = "after";
        for (Duration passed = Duration.ZERO; passed.compareTo(SECOND) < 0; passed = passed.plusMillis(10)) {
            pass(Duration.ofMillis(10));
            looks.get("key");
        }

        assertThat(looks.get("key")).isEqualTo("after");
    }

    @Test
    void counts_the_age_from_before_the_look_not_from_its_end() {
        RecentLooks<String, String> slow = looks(key -> {
            String seen = read();
            truth = "after";
            pass(reads == 1 ? SECOND : Duration.ZERO);
            return seen;
        });

        assertThat(slow.get("key")).isEqualTo("after");
    }

    @Test
    void does_not_live_on_the_last_look_when_the_database_is_silent() {
        RecentLooks<String, String> failing = looks(key -> {
            if (reads > 0) {
                throw new IllegalStateException("silent");
            }
            return read();
        });
        assertThat(failing.get("key")).isEqualTo("before");
        pass(Duration.ofMillis(500));
        assertThat(failing.get("key")).isEqualTo("before");
        workInBackground();
        assertThat(failing.get("key")).isEqualTo("before");
        pass(Duration.ofMillis(500));

        assertThatThrownBy(() -> failing.get("key")).hasMessage("silent");
    }

    @Test
    void forgets_what_it_is_told_to() {
        looks.get("key");
        truth = "after";

        looks.forget(value -> value.equals("before"));

        assertThat(looks.get("key")).isEqualTo("after");
    }
}
