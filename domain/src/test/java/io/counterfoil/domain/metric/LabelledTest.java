package io.counterfoil.domain.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.metrics.Tag;
import org.junit.jupiter.api.Test;

/** One figure for each combination of values, for which the registry is asked once. */
class LabelledTest {

    private final List<String> asked = new ArrayList<>();
    private final Labelled<Object> figures = new Labelled<>(this::register, "route", "status");

    @Test
    void the_same_values_are_the_same_figure() {
        Object first = figures.of("GET /a", "2xx");

        assertThat(figures.of("GET /a", "2xx")).isSameAs(first);
        assertThat(figures.of("GET /a", "4xx")).isNotSameAs(first);
        assertThat(figures.of("2xx", "GET /a")).isNotSameAs(first);
        assertThat(asked)
                .containsExactly("route=GET /a, status=2xx", "route=GET /a, status=4xx", "route=2xx, status=GET /a");
    }

    private Object register(Tag... tags) {
        asked.add(String.join(
                ", ",
                Arrays.stream(tags)
                        .map(tag -> tag.getTagName() + "=" + tag.getTagValue())
                        .toList()));
        return new Object();
    }
}
