package io.counterfoil.domain.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdKindTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    @Test
    void agrees_with_the_examples_of_the_typeid_specification() {
        assertThat(IdKind.PAYMENT.text(new UUID(0, 0))).isEqualTo("pay_00000000000000000000000000");
        assertThat(IdKind.PAYMENT.text(new UUID(0, 1))).isEqualTo("pay_00000000000000000000000001");
        assertThat(IdKind.PAYMENT.text(new UUID(-1, -1))).isEqualTo("pay_7zzzzzzzzzzzzzzzzzzzzzzzzz");
        assertThat(IdKind.PAYMENT.text(UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057")))
                .isEqualTo("pay_01h455vb4pex5vsknk084sn02q");
    }

    @Test
    void reads_what_it_wrote() {
        for (int i = 0; i < 1000; i++) {
            UUID id = UUID.randomUUID();
            assertThat(IdKind.RECEIPT.parse(IdKind.RECEIPT.text(id))).contains(id);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pay_",
                "pay_0",
                "rcp_00000000000000000000000000",
                "pay_0000000000000000000000000u",
                "pay_80000000000000000000000000",
                "pay_0000000000000000000000000",
                "pay_000000000000000000000000000",
                "PAY_00000000000000000000000000",
                "pay_0000000000000000000000000O",
                "00000000000000000000000000"
            })
    void reads_nothing_else(String text) {
        assertThat(IdKind.PAYMENT.parse(text)).isEmpty();
    }

    @Test
    void texts_sort_as_times_do() {
        List<String> texts = IntStream.range(0, 100)
                .mapToObj(i -> new Ids(() -> NOW.plusMillis(i), new SecureRandom()).next())
                .map(IdKind.PAYMENT::text)
                .toList();
        assertThat(texts).isSortedAccordingTo(Comparator.naturalOrder());
    }

    @Test
    void ids_are_uuids_of_version_7() {
        UUID id = new Ids(() -> NOW, new SecureRandom()).next();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }
}
