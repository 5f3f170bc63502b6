package io.counterfoil.app.edge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Failures by source, in memory that no number of sources fills: those that find no room are counted together. */
final class FailureCounts {

    static final int MOST_SOURCES = 500;
    private static final String OTHERS = "";

    private final Map<Source, Integer> counted = new ConcurrentHashMap<>();

    /**
     * Where failures come from; the address is empty for those that are counted together.
     *
     * @param credential its kind, or the id of a known one
     */
    record Source(String address, String credential) {}

    void add(String address, String credential) {
        add(new Source(address, credential), 1);
    }

    private void add(Source source, int times) {
        boolean room = counted.size() < MOST_SOURCES || counted.containsKey(source);
        counted.merge(room ? source : new Source(OTHERS, source.credential()), times, Integer::sum);
    }

    /** Writes all that was counted since the last time, if anything; what can't be written is counted with the next. */
    void write(Consumer<Map<Source, Integer>> writer) {
        Map<Source, Integer> drained = drain();
        boolean written = drained.isEmpty();
        try {
            if (!written) {
                writer.accept(drained);
                written = true;
            }
        } finally {
            if (!written) {
                drained.forEach(this::add);
            }
        }
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
