package io.counterfoil.monitoring.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The values of one label: the first so many as they are, all others as {@code other}. Whoever makes one knows how many there
 * are when all is well: what anybody can call forth must not use up the room of what comes later.
 */
final class BoundedLabel {

    static final String OTHER = "other";

    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final int most;

    BoundedLabel(int most) {
        this.most = most;
    }

    String of(String value) {
        if (known.contains(value)) {
            return value;
        }
        synchronized (known) {
            if (known.size() < most) {
                known.add(value);
                return value;
            }
        }
        return OTHER;
    }
}
