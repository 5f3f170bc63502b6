package io.counterfoil.monitoring.cardtesting;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An attempt to pay.
 *
 * @param failure why it failed; empty where it succeeded or was authorised
 */
record Attempt(
        Instant at,
        String source,
        String instrument,
        Optional<UUID> customer,
        long amount,
        String currency,
        Optional<String> failure) {

    boolean declined() {
        return failure.isPresent();
    }
}
