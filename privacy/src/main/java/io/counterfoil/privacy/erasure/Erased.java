package io.counterfoil.privacy.erasure;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What an erasure did.
 *
 * @param keyEpoch the epoch that the destroyed key was wrapped in; empty when there was no key any more
 * @param destroyed how many values of which column were removed, such as {@code payment.description}
 */
public record Erased(Instant at, OptionalInt keyEpoch, Map<String, Integer> destroyed) {

    public Erased {
        destroyed = Map.copyOf(destroyed);
    }
}
