package io.counterfoil.domain.rest;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The body of every roll of a secret: the seconds for which the old one goes on beside the new one, 0 to 7 days. */
public record Roll(@Nullable Long expiresIn) {

    private static final Duration LONGEST = Duration.ofDays(7);

    /**
     * The overlap; none where nothing was sent.
     *
     * @throws Problem that names the member when it is out of range
     */
    public Duration overlap() {
        long seconds = expiresIn == null ? 0 : expiresIn;
        if (seconds < 0 || seconds > LONGEST.toSeconds()) {
            throw Problem.invalid("expires_in", "Send 0 to " + LONGEST.toSeconds() + " seconds (7 days).");
        }
        return Duration.ofSeconds(seconds);
    }
}
