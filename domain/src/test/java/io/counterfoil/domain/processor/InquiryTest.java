package io.counterfoil.domain.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InquiryTest {

    private static final Instant CALL_OVER = Instant.parse("2026-01-31T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"PT-1M, false", "PT0S, false", "PT1H, false", "PT1H0.000001S, true", "P1D, true"})
    void not_found_is_final_only_after_the_call_and_the_consistency_delay(Duration later, boolean isFinal) {
        Finding finding = ask(new Finding.NotFound(), CALL_OVER.plus(later));
        assertThat(finding).isEqualTo(isFinal ? new Finding.NeverWillBe() : new Finding.NotYetKnown());
    }

    @Test
    void what_the_processor_closed_is_final_at_once() {
        assertThat(ask(new Finding.NeverWillBe(), CALL_OVER.minusSeconds(59))).isEqualTo(new Finding.NeverWillBe());
    }

    @Test
    void what_is_not_known_never_becomes_final_by_waiting() {
        assertThat(ask(new Finding.NotYetKnown(), CALL_OVER.plus(Duration.ofDays(400))))
                .isEqualTo(new Finding.NotYetKnown());
    }

    /** An operator has taken the live key away: recovery waits and people are told, instead of failing each time. */
    @Test
    void a_mode_that_has_lost_its_processor_says_that_nobody_knows() {
        Inquiry inquiry = new Inquiry(Silent.live(new Finding.NeverWillBe(), 1), InstantSource.fixed(CALL_OVER));
        Instruction refund = new Instruction(charge(), new UUID(0, 3), Instruction.Kind.REFUND, 100);
        assertThat(inquiry.about(charge(), true, CALL_OVER)).isEqualTo(new Finding.NeverWillBe());
        assertThat(inquiry.about(charge(), false, CALL_OVER)).isEqualTo(new Finding.NotYetKnown());
        assertThat(inquiry.about(refund, true, CALL_OVER)).isEqualTo(new Finding.NeverWillBe());
        assertThat(inquiry.about(refund, false, CALL_OVER)).isEqualTo(new Finding.NotYetKnown());
    }

    private static Finding ask(Finding answer, Instant now) {
        Silent processor = new Silent(true, answer, 1);
        return Inquiry.certain(processor, processor.lookUp(charge()), CALL_OVER, now);
    }

    private static Charge charge() {
        return new Charge(new UUID(0, 1), new UUID(0, 2), 100, "EUR", "pm_card_visa", true);
    }
}
