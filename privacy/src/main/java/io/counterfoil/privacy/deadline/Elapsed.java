package io.counterfoil.privacy.deadline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How much of the time to answer has passed, in the steps at which people are told: none, half, four fifths, all. */
public final class Elapsed {

    private static final List<Integer> STEPS = List.of(100, 80, 50);

    private Elapsed() {}

    /**
     * The last step that was reached.
     *
     * @return 0, 50, 80 or 100 percent
     */
    public static int percent(Instant received, Instant due, Instant now) {
        long whole = Duration.between(received, due).toMillis();
        long passed = Duration.between(received, now).toMillis();
        return STEPS.stream()
                .filter(step -> passed * 100 >= whole * step)
                .findFirst()
                .orElse(0);
    }
}
