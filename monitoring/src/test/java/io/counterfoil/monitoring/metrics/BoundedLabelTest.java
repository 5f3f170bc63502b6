package io.counterfoil.monitoring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** However much is sent, a label takes so many values and no more. */
class BoundedLabelTest {

    private static final Path API = Path.of("../app/src/main/resources/META-INF/openapi.yaml");
    private static final Pattern OPERATION = Pattern.compile("(?m)^ {4}(get|post|put|patch|delete):$");

    private final BoundedLabel label = new BoundedLabel(3);

    @Test
    void the_first_so_many_are_told_as_they_are_and_each_other_as_other() {
        assertThat(List.of("a", "b", "c", "d", "e").stream().map(label::of))
                .containsExactly("a", "b", "c", "other", "other");
    }

    @Test
    void what_is_known_stays_known_in_a_flood() {
        label.of("a");
        assertThat(IntStream.range(0, 100_000)
                        .parallel()
                        .mapToObj(i -> label.of("flood " + i))
                        .collect(Collectors.toSet()))
                .hasSize(3)
                .contains("other");
        assertThat(label.of("a")).isEqualTo("a");
    }

    /** There are some more of them than the description has: of pages, and "none" where nothing was found. */
    @Test
    void there_is_room_for_twice_as_many_routes_as_there_are() throws IOException {
        long operations = OPERATION.matcher(Files.readString(API)).results().count();

        assertThat(operations).isGreaterThan(90);
        assertThat(RequestMetrics.MOST_ROUTES).isGreaterThan((int) (2 * operations));
    }
}
