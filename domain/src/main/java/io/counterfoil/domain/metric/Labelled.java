package io.counterfoil.domain.metric;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.eclipse.microprofile.metrics.Tag;

/**
 * The counters or timers of one name, one for each combination of values that its labels take. The registry is asked for each
 * of them once: it takes longer to find one than to count.
 */
public final class Labelled<M> {

    private final Function<Tag[], M> register;
    private final List<String> labels;
    private final Map<List<String>, M> known = new ConcurrentHashMap<>();

    /**
     * Registers nothing yet.
     *
     * @param register how the registry gives the one with these labels; nobody may take it out of the registry again
     * @param labels their names; keep their values few, for each combination stays
     */
    public Labelled(Function<Tag[], M> register, String... labels) {
        this.register = register;
        this.labels = List.of(labels);
    }

    /** The one with these values, in the order of the labels. */
    public M of(String... values) {
        return known.computeIfAbsent(List.of(values), this::register);
    }

    private M register(List<String> values) {
        return register.apply(IntStream.range(0, labels.size())
                .mapToObj(index -> new Tag(labels.get(index), values.get(index)))
                .toArray(Tag[]::new));
    }
}
