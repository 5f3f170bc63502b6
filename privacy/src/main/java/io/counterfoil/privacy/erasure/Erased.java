package io.counterfoil.privacy.erasure;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What was erased of a person.
 *
 * @param at when something was destroyed last
 * @param keyEpoch the epoch that the destroyed key was wrapped in; empty when there was none
 * @param destroyed how many values of which column were removed, such as {@code payment.description}
 */
public record Erased(Instant at, OptionalInt keyEpoch, Map<String, Integer> destroyed) {

    public Erased {
        destroyed = Map.copyOf(destroyed);
    }

    /** This, and what was destroyed later; nothing, where the first step had taken all. */
    Erased and(Erased later) {
        boolean more = later.keyEpoch.isPresent() || !later.destroyed.isEmpty();
        Map<String, Integer> all = new TreeMap<>(destroyed);
        later.destroyed.forEach((column, values) -> all.merge(column, values, Integer::sum));
        return new Erased(more ? later.at : at, later.keyEpoch.isPresent() ? later.keyEpoch : keyEpoch, all);
    }
}
