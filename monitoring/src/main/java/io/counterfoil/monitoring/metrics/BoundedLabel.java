package io.counterfoil.monitoring.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The values of one label: the first so many as they are, all others as {@code other}. */
final class BoundedLabel {

    static final String OTHER = "other";
    static final int MOST = 64;

    private final Set<String> known = ConcurrentHashMap.newKeySet();

    String of(String value) {
        if (known.contains(value)) {
            return value;
        }
        synchronized (known) {
            if (known.size() < MOST) {
                known.add(value);
                return value;
            }
        }
        return OTHER;
    }
}
