package io.counterfoil.app.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailureCountsTest {

    private static final int FLOOD = 100_000;

    private final FailureCounts counts = new FailureCounts();

    @Test
    void each_source_is_counted_by_itself() {
        counts.add("192.0.2.1", "api_key");
        counts.add("192.0.2.1", "api_key");
        counts.add("192.0.2.1", "operator_token");

        assertThat(counts.drain())
                .isEqualTo(Map.of(
                        new FailureCounts.Source("192.0.2.1", "api_key"), 2,
                        new FailureCounts.Source("192.0.2.1", "operator_token"), 1));
        assertThat(counts.drain()).isEmpty();
    }

    @Test
    void what_could_not_be_written_is_written_with_the_next() {
        List<Map<FailureCounts.Source, Integer>> written = new ArrayList<>();
        counts.add("192.0.2.1", "api_key");
        assertThatThrownBy(() -> counts.write(minute -> {
                    throw new IllegalStateException("the database is gone");
                }))
                .hasMessage("the database is gone");
        counts.add("192.0.2.1", "api_key");

        counts.write(written::add);
        counts.write(written::add);

        assertThat(written).containsExactly(Map.of(new FailureCounts.Source("192.0.2.1", "api_key"), 2));
    }

    @Test
    void a_flood_from_everywhere_takes_no_more_memory_and_no_failure_is_lost() {
        for (int i = 0; i < FLOOD; i++) {
            counts.add("2001:db8::" + Integer.toHexString(i % 50_000), "api_key");
        }

        Map<FailureCounts.Source, Integer> drained = counts.drain();
        assertThat(drained).hasSizeLessThanOrEqualTo(FailureCounts.MOST_SOURCES + 1);
        assertThat(drained.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(FLOOD);
    }
}
