package io.counterfoil.privacy.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.personaldata.DataSubject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
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

    @Test
    void a_line_that_takes_another_back_names_it() {
        assertThat(LINE.takenBack().text()).isEqualTo(LINE.text() + " undone");
        assertThat(LedgerLine.parse(LINE.text() + " undone")).contains(LINE.takenBack());
        assertThat(LINE.takenBack().promise()).isEqualTo(LINE);
        assertThat(LedgerLine.parse(LINE.text() + " undon")).isEmpty();
    }

    @Test
    void a_line_that_was_taken_back_is_not_in_force_and_others_of_the_same_person_are() {
        LedgerLine other = new LedgerLine(new DataSubject(new UUID(1, 1), true, new UUID(3, 3)), LINE.at());
        LedgerLine later = new LedgerLine(LINE.subject(), LINE.at().plusSeconds(1));
        assertThat(ErasureLedger.inForce(List.of(LINE, other, LINE.takenBack(), later)))
                .containsExactly(other, later);
        assertThat(ErasureLedger.inForce(List.of(LINE, other, later, LINE.takenBack())))
                .containsExactly(other, later);
    }

    @Test
    void what_was_destroyed_in_two_steps_is_said_as_one() {
        Erased first = new Erased(LINE.at(), OptionalInt.of(3), Map.of("customer.email", 1));
        Erased nothing = new Erased(LINE.at().plusSeconds(9), OptionalInt.empty(), Map.of());
        assertThat(first.and(nothing)).isEqualTo(first);
        Erased more = new Erased(nothing.at(), OptionalInt.empty(), Map.of("payment.description", 2));
        assertThat(first.and(more))
                .isEqualTo(new Erased(
                        more.at(), OptionalInt.of(3), Map.of("customer.email", 1, "payment.description", 2)));
    }
}
