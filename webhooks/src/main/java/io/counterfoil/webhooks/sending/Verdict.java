package io.counterfoil.webhooks.sending;

import java.time.Duration;

/**
 * What an attempt means for its delivery and its endpoint.
 *
 * @see Judge
 */
sealed interface Verdict {

    /** The receiver has it. */
    record Delivered() implements Verdict {}

    /**
     * Another attempt is to follow.
     *
     * @param hold for how long the endpoint gets nothing at all; zero where it didn't ask for quiet
     */
    record RetryAfter(Duration pause, Duration hold) implements Verdict {}

    /** The schedule has come to its end. */
    record Exhausted(Duration hold) implements Verdict {}

    /** The receiver wants nothing more, ever (410). */
    record Gone() implements Verdict {}
}
