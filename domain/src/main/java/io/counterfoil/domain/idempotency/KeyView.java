package io.counterfoil.domain.idempotency;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A key as the API shows it.
 *
 * @param fingerprint the keyed hash of method, path and body that it belongs to, in hex
 * @param statusCode the status of the answer that it gives from now on, once there is one
 * @param resource the id of what its request was about, where there is one
 */
record KeyView(
        State state,
        String fingerprint,
        @Nullable Integer statusCode,
        @Nullable String resource,
        Instant createdAt,
        Instant expiresAt) {

    static KeyView of(IdempotencyRecords.Known known) {
        return new KeyView(
                State.of(known.answer().isPresent(), known.leased()),
                HexFormat.of().formatHex(known.fingerprint()),
                known.answer().map(Answer::status).orElse(null),
                known.resource().isEmpty() ? null : known.resource(),
                known.createdAt(),
                known.expiresAt());
    }

    /** What a request with this key would meet. */
    enum State {
        /** 409: the first request is being worked on. */
        IN_FLIGHT,
        /** 202: its end isn't known yet. */
        UNKNOWN,
        /** The stored answer. */
        FINISHED;

        static State of(boolean answered, boolean leased) {
            if (answered) {
                return FINISHED;
            }
            return leased ? IN_FLIGHT : UNKNOWN;
        }

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
