package io.counterfoil.app.edge;

import static org.assertj.core.api.Assertions.assertThat;

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
    void a_flood_from_everywhere_takes_no_more_memory_and_no_failure_is_lost() {
        for (int i = 0; i < FLOOD; i++) {
            counts.add("2001:db8::" + Integer.toHexString(i % 50_000), "api_key");
        }

        Map<FailureCounts.Source, Integer> drained = counts.drain();
        assertThat(drained).hasSizeLessThanOrEqualTo(FailureCounts.MOST_SOURCES + 1);
        assertThat(drained.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(FLOOD);
    }
}
