package io.counterfoil.domain.recovery;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long work may take, and when it is asked about again. */
public final class Pace {

    /**
     * How long a server keeps what it took up. A call to a processor ends within it (a test compares the time limits), so
     * nobody else takes the work up meanwhile, and after it nothing of ours is on its way any more.
     */
    public static final Duration LEASE = Duration.ofSeconds(60);

    /** When a processor that gave no answer is asked first. */
    public static final Duration FIRST_LOOK = Duration.ofSeconds(1);

    static final Duration ROUND = Duration.ofSeconds(1);

    /**
     * How many a server takes up at once: so few that even the slowest processor answers for one after the other within the
     * lease (a test compares the time limits).
     */
    public static final int BATCH = 2;

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private Pace() {}

    /** 2, 4, 8 … seconds up to an hour, a quarter more or less so that many don't come back at once. */
    public static Duration pause(int timesAsked) {
        long seconds = Math.min(LONGEST_WAIT.toSeconds(), 1L << Math.min(timesAsked, 30));
        return Duration.ofMillis(
                (long) (seconds * 1000 * ThreadLocalRandom.current().nextDouble(0.75, 1.25)));
    }
}
