package io.counterfoil.webhooks.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.rest.Problem;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpansTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    private final Spans spans = new Spans(name -> Optional.empty(), () -> NOW);

    @Test
    void reaches_as_far_back_as_events_are_kept() {
        assertThat(spans.of("2026-08-26T10:00:00Z", null).since()).isEqualTo("2026-08-26T10:00:00Z");
        assertThatThrownBy(() -> spans.of("2026-08-26T09:59:59Z", null))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("90 days");
    }

    @Test
    void follows_the_configured_retention() {
        Spans week = new Spans(
                name -> Optional.of("P7D").filter(days -> name.equals("counterfoil.events.retention")), () -> NOW);
        assertThatThrownBy(() -> week.of("2026-11-17T09:59:59Z", null)).isInstanceOf(Problem.class);
    }

    @Test
    void ends_now_at_the_latest() {
        assertThat(spans.of("2026-11-24T09:00:00Z", "2027-01-01T00:00:00Z").until())
                .isEqualTo(NOW.plusMillis(1));
        assertThat(spans.of("2026-11-24T09:00:00Z", "2026-11-24T09:30:00Z").until())
                .isEqualTo("2026-11-24T09:30:00Z");
    }

    @Test
    void refuses_what_is_no_span() {
        assertThatThrownBy(() -> spans.of(null, null)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> spans.of("yesterday", null)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> spans.of("2026-11-24T09:00:00Z", "2026-11-24T09:00:00Z"))
                .isInstanceOf(Problem.class);
    }
}
