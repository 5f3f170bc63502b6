package io.counterfoil.app.edge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Failures by source, in memory that no number of sources fills: those that find no room are counted together. */
final class FailureCounts {

    static final int MOST_SOURCES = 500;
    private static final String OTHERS = "";

    private final Map<Source, Integer> counted = new ConcurrentHashMap<>();

    /** Where failures come from; the address is empty for those that are counted together. */
    record Source(String address, String credential) {}

    void add(String address, String credential) {
        Source source = new Source(address, credential);
        boolean room = counted.size() < MOST_SOURCES || counted.containsKey(source);
        counted.merge(room ? source : new Source(OTHERS, credential), 1, Integer::sum);
    }

    /** All that was counted since the last time. */
    Map<Source, Integer> drain() {
        Map<Source, Integer> drained = new HashMap<>();
        for (Source source : List.copyOf(counted.keySet())) {
            Integer count = counted.remove(source);
            if (count != null) {
                drained.put(source, count);
            }
        }
        return drained;
    }
}
