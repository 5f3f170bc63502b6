package io.counterfoil.webhooks.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FairSharesTest {

    private final Queue.Allowance greedy = allowance(1000);
    private final Queue.Allowance modest = allowance(2);
    private final Queue.Allowance barred = allowance(0);

    @Test
    void one_that_wants_much_leaves_room_for_one_that_wants_little() {
        assertThat(FairShares.of(List.of(greedy, modest, barred), 10))
                .containsEntry(greedy, 8)
                .containsEntry(modest, 2)
                .doesNotContainKey(barred);
    }

    @Test
    void nobody_gets_more_than_it_may() {
        assertThat(FairShares.of(List.of(modest, barred), 10))
                .containsOnlyKeys(modest)
                .containsEntry(modest, 2);
    }

    @Test
    void no_more_is_given_than_there_is() {
        assertThat(FairShares.of(List.of(greedy, modest), 1).values()).containsExactly(1);
        assertThat(FairShares.of(List.of(greedy, modest), 0)).isEmpty();
    }

    private static Queue.Allowance allowance(int most) {
        return new Queue.Allowance(UUID.randomUUID(), UUID.randomUUID(), false, false, most);
    }
}
