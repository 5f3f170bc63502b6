package io.counterfoil.domain.followup;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.processor.Instruction;
import io.counterfoil.domain.processor.Outcome;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ViewsTest {

    @ParameterizedTest
    @EnumSource(Instruction.Kind.class)
    void what_was_refused_left_the_payment_as_it_was(Instruction.Kind kind) {
        FollowUp refused = declined(kind, "processor_refused");
        assertThat(refused.endedHold()).isFalse();
        assertThat(Views.refusal(refused)).hasMessageContaining("the payment is as it was before");
    }

    @Test
    void a_capture_that_came_too_late_says_that_nothing_is_held_any_more() {
        FollowUp late = declined(Instruction.Kind.CAPTURE, Outcome.Declined.AUTHORISATION_EXPIRED);
        assertThat(late.endedHold()).isTrue();
        assertThat(Views.refusal(late)).hasMessageContaining("voided").hasMessageNotContaining("as it was before");
    }

    private static FollowUp declined(Instruction.Kind kind, String code) {
        FollowUp followUp = new FollowUp();
        followUp.id = new UUID(0, 1);
        followUp.paymentId = new UUID(0, 2);
        followUp.kind = kind.name().toLowerCase(Locale.ROOT);
        followUp.status = FollowUp.FAILED;
        followUp.failureCode = code;
        return followUp;
    }
}
