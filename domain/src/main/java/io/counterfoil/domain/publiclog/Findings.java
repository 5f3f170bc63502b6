package io.counterfoil.domain.publiclog;

import java.util.function.Consumer;

/** What an audit finds wrong: said as it is found, each, however many there are. */
public final class Findings {

    private final Consumer<String> said;
    private long count;

    /**
     * Findings of one audit.
     *
     * @param said hears a sentence for each
     */
    public Findings(Consumer<String> said) {
        this.said = said;
    }

    public void add(String sentence) {
        count++;
        said.accept(sentence);
    }

    /** How many there are so far. */
    public long count() {
        return count;
    }
}
