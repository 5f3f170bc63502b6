package io.counterfoil.monitoring.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.monitoring.usage.KeyActivity.Calls;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is as it was before has no mark; what is not says why. */
class MarkedCallsTest {

    private static final Instant NINE = Instant.parse("2026-11-20T09:00:00Z");
    private static final Instant NEXT_DAY_NINE = Instant.parse("2026-11-21T09:00:00Z");
    private static final Instant NEXT_DAY_THREE = Instant.parse("2026-11-21T03:00:00Z");
    private static final String HOME = "192.0.2.0/24";
    private static final String AWAY = "198.51.100.0/24";
    private static final String READ = "GET /v1/payments";
    private static final String EXPORT = "GET /v1/customers";

    private static final List<Calls> BEFORE = List.of(new Calls(NINE, READ, HOME, 10, 0));

    @Test
    void the_same_route_network_and_hour_are_usual() {
        MarkedCalls marked = marked(new Calls(NEXT_DAY_NINE, READ, HOME, 30, 2));

        assertThat(marked.first(10)).singleElement().satisfies(calls -> {
            assertThat(calls.marks()).isEmpty();
            assertThat(calls.unusual()).isFalse();
        });
        assertThat(marked.requests()).isEqualTo(30);
        assertThat(marked.errors()).isEqualTo(2);
        assertThat(marked.unusualRequests()).isZero();
        assertThat(marked.findings()).isEmpty();
        assertThat(marked.baselineRequests()).isEqualTo(10);
    }

    @Test
    void another_network_is_marked() {
        assertThat(marks(new Calls(NEXT_DAY_NINE, READ, AWAY, 1, 0))).containsExactly(MarkedCalls.NEW_NETWORK);
    }

    @Test
    void another_route_is_marked() {
        assertThat(marks(new Calls(NEXT_DAY_NINE, EXPORT, HOME, 1, 0))).containsExactly(MarkedCalls.NEW_ROUTE);
    }

    @Test
    void an_hour_of_the_day_in_which_it_never_called_is_marked() {
        assertThat(marks(new Calls(NEXT_DAY_THREE, READ, HOME, 1, 0))).containsExactly(MarkedCalls.ODD_HOUR);
    }

    @Test
    void an_hour_that_is_busier_than_three_times_the_busiest_before_is_marked() {
        assertThat(marks(new Calls(NEXT_DAY_NINE, READ, HOME, 30, 0))).isEmpty();
        assertThat(marks(new Calls(NEXT_DAY_NINE, READ, HOME, 31, 0))).containsExactly(MarkedCalls.VOLUME);
    }

    @Test
    void the_volume_of_an_hour_is_that_of_all_its_routes() {
        MarkedCalls marked =
                marked(new Calls(NEXT_DAY_NINE, READ, HOME, 16, 0), new Calls(NEXT_DAY_NINE, READ, "", 16, 0));

        assertThat(marked.first(10))
                .allSatisfy(calls -> assertThat(calls.marks()).containsExactly(MarkedCalls.VOLUME));
    }

    @Test
    void few_calls_are_no_volume_however_few_there_were_before() {
        MarkedCalls marked = MarkedCalls.of(
                List.of(new Calls(NEXT_DAY_NINE, READ, HOME, 20, 0)),
                MarkedCalls.Baseline.of(List.of(new Calls(NINE, READ, HOME, 1, 0)), List.of(), List.of()));

        assertThat(marked.unusualRequests()).isZero();
    }

    @Test
    void a_call_has_all_the_marks_that_apply() {
        assertThat(marks(new Calls(NEXT_DAY_THREE, EXPORT, AWAY, 500, 0)))
                .containsExactly(
                        MarkedCalls.NEW_NETWORK, MarkedCalls.NEW_ROUTE, MarkedCalls.ODD_HOUR, MarkedCalls.VOLUME);
    }

    @Test
    void what_was_seen_long_before_the_baseline_is_not_new() {
        MarkedCalls marked = MarkedCalls.of(
                List.of(new Calls(NEXT_DAY_NINE, EXPORT, AWAY, 1, 0)),
                MarkedCalls.Baseline.of(BEFORE, List.of(EXPORT), List.of(AWAY)));

        assertThat(marked.unusualRequests()).isZero();
    }

    @Test
    void where_the_network_was_not_written_down_it_is_not_called_new() {
        assertThat(marks(new Calls(NEXT_DAY_NINE, READ, "", 1, 0))).isEmpty();
    }

    @Test
    void without_a_past_nothing_is_usual_and_the_reason_is_told() {
        MarkedCalls marked = MarkedCalls.of(
                List.of(new Calls(NEXT_DAY_NINE, READ, HOME, 7, 0)),
                MarkedCalls.Baseline.of(List.of(), List.of(READ), List.of(HOME)));

        assertThat(marked.first(1).get(0).marks()).containsExactly(MarkedCalls.NO_BASELINE);
        assertThat(marked.unusualRequests()).isEqualTo(7);
        assertThat(marked.findings()).singleElement().asString().startsWith("no baseline");
    }

    @Test
    void what_is_unusual_comes_first_then_what_is_most() {
        MarkedCalls marked = marked(
                new Calls(NEXT_DAY_NINE, READ, HOME, 9, 0),
                new Calls(NEXT_DAY_NINE, READ, AWAY, 1, 0),
                new Calls(NEXT_DAY_NINE, EXPORT, HOME, 2, 0));

        assertThat(marked.first(2)).extracting(MarkedCalls.Marked::requests).containsExactly(2L, 1L);
        assertThat(marked.groups()).isEqualTo(3);
        assertThat(marked.findings()).containsExactly("new network " + AWAY, "new route " + EXPORT);
        assertThat(marked.routes()).containsEntry(READ, 10L).containsEntry(EXPORT, 2L);
        assertThat(marked.networks()).containsEntry(HOME, 11L).containsEntry(AWAY, 1L);
    }

    private static List<String> marks(Calls calls) {
        return marked(calls).first(1).get(0).marks();
    }

    private static MarkedCalls marked(Calls... window) {
        return MarkedCalls.of(List.of(window), MarkedCalls.Baseline.of(BEFORE, List.of(), List.of()));
    }
}
