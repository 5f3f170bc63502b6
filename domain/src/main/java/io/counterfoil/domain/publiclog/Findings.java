package io.counterfoil.domain.publiclog;

import java.util.ArrayList;
import java.util.List;

/** What an audit found wrong, up to a number that a person still reads. */
public final class Findings {

    static final int MOST = 20;

    private final List<String> sentences = new ArrayList<>();

    public void add(String sentence) {
        if (sentences.size() < MOST) {
            sentences.add(sentence);
        }
    }

    public List<String> all() {
        return List.copyOf(sentences);
    }
}
