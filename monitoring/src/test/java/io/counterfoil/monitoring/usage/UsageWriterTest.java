package io.counterfoil.monitoring.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two servers write their rows in one order, however many statements they take: PostgreSQL's, in which ids have no sign. */
class UsageWriterTest {

    private static final int SOME = 5_000;

    @Test
    void counts_stand_in_the_order_of_their_primary_key() {
        List<String> keys = IntStream.range(0, SOME)
                .mapToObj(i -> new UsageWriter.Row(
                        someMerchant(i), UUID.randomUUID(), true, UUID.randomUUID(), "", 200, "", Instant.EPOCH, 1))
                .sorted(UsageWriter.Row.ORDER)
                .map(row -> row.merchant() + " " + row.id())
                .toList();

        assertThat(keys).isSorted();
    }

    @Test
    void sightings_stand_in_the_order_of_their_primary_key() {
        List<String> keys = IntStream.range(0, SOME)
                .mapToObj(i -> new UsageWriter.Sight(
                        someMerchant(i),
                        someMerchant(i + 1),
                        true,
                        "network",
                        UUID.randomUUID().toString(),
                        1))
                .sorted(UsageWriter.Sight.ORDER)
                .map(sight -> sight.merchant() + " " + sight.key() + " " + sight.kind() + " " + sight.value())
                .toList();

        assertThat(keys).isSorted();
    }

    /** Of some merchants many rows each, whose ids begin with every digit. */
    private static UUID someMerchant(int i) {
        return new UUID((long) (i % 16) << 60, (long) (i % 7) << 61);
    }
}
