package io.counterfoil.webhooks.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FairSharesTest {

    private static final int ANY = 1000;

    private final Queue.Allowance greedy = allowance(1000);
    private final Queue.Allowance modest = allowance(2);
    private final Queue.Allowance barred = allowance(0);

    @Test
    void one_that_wants_much_leaves_room_for_one_that_wants_little() {
        assertThat(FairShares.of(List.of(greedy, modest, barred), free(12), ANY))
                .containsEntry(greedy, 7)
                .containsEntry(modest, 2)
                .doesNotContainKey(barred);
    }

    @Test
    void nobody_gets_more_than_it_may() {
        assertThat(FairShares.of(List.of(modest, barred), free(10), ANY))
                .containsOnlyKeys(modest)
                .containsEntry(modest, 2);
    }

    @Test
    void no_more_is_given_than_there_is() {
        assertThat(FairShares.of(List.of(greedy, modest), free(1), ANY).values())
                .containsExactly(1);
        assertThat(FairShares.of(List.of(greedy, modest), free(0), ANY)).isEmpty();
    }

    @Test
    void no_more_is_given_than_one_statement_takes() {
        assertThat(FairShares.of(List.of(greedy), free(100), 30)).containsEntry(greedy, 30);
    }

    @Test
    void many_that_want_much_at_once_leave_a_quarter_for_the_others() {
        List<Queue.Allowance> hanging =
                IntStream.range(0, 8).mapToObj(i -> allowance(16)).toList();
        int taken = FairShares.of(hanging, free(128), ANY).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        assertThat(taken).isEqualTo(96);

        Queue.Allowance more = new Queue.Allowance(UUID.randomUUID(), UUID.randomUUID(), false, false, 12, 4);
        assertThat(FairShares.of(List.of(more, greedy), new Places(128, 32, 0), ANY))
                .containsOnlyKeys(greedy)
                .containsEntry(greedy, FairShares.FEW);
    }

    @Test
    void all_that_fail_get_half_of_the_places_together() {
        List<Queue.Allowance> failing = IntStream.range(0, 100)
                .mapToObj(i -> new Queue.Allowance(UUID.randomUUID(), UUID.randomUUID(), true, false, 0, 2))
                .toList();
        assertThat(FairShares.of(failing, free(20), ANY).values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(10);
        assertThat(FairShares.of(failing, new Places(20, 12, 8), ANY)).hasSize(2);
        assertThat(FairShares.of(failing, new Places(20, 10, 10), ANY)).isEmpty();
    }

    @Test
    void where_there_is_one_place_everybody_gets_it_in_turn() {
        Queue.Allowance failing = new Queue.Allowance(UUID.randomUUID(), UUID.randomUUID(), true, false, 0, 1);
        assertThat(FairShares.of(List.of(failing), free(1), ANY)).containsEntry(failing, 1);
    }

    private static Places free(int places) {
        return new Places(places, places, 0);
    }

    private static Queue.Allowance allowance(int most) {
        return new Queue.Allowance(UUID.randomUUID(), UUID.randomUUID(), false, false, 0, most);
    }
}
