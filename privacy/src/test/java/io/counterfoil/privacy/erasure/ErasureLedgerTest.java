package io.counterfoil.privacy.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.personaldata.DataSubject;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ErasureLedgerTest {

    private static final LedgerLine LINE = new LedgerLine(
            new DataSubject(new UUID(1, 1), true, new UUID(2, 2)), Instant.parse("2026-01-31T12:00:00.123456Z"));

    @Test
    void a_line_says_who_and_when_and_is_read_again() {
        assertThat(LINE.text()).matches("mer_\\w+ live cus_\\w+ 2026-01-31T12:00:00.123456Z");
        assertThat(LedgerLine.parse(LINE.text())).contains(LINE);
    }

    @Test
    void a_line_that_was_cut_short_is_none() {
        for (int length = 0; length < LINE.text().length() - 1; length++) {
            assertThat(LedgerLine.parse(LINE.text().substring(0, length))).isEmpty();
        }
    }
}
