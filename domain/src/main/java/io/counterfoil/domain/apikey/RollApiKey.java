package io.counterfoil.domain.apikey;

import io.counterfoil.domain.rest.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/api-keys/{id}/roll}: the seconds for which the old key works on, 0 to 7 days. */
record RollApiKey(@Nullable Long expiresIn) {

    private static final Duration LONGEST = Duration.ofDays(7);

    Duration overlap() {
        long seconds = expiresIn == null ? 0 : expiresIn;
        if (seconds < 0 || seconds > LONGEST.toSeconds()) {
            throw Problem.invalid("expires_in", "Send 0 to %d seconds (7 days).".formatted(LONGEST.toSeconds()));
        }
        return Duration.ofSeconds(seconds);
    }
}
