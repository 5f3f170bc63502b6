package io.counterfoil.domain.followup;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.payment.PaymentStatus;
import io.counterfoil.domain.payment.PaymentView;
import io.counterfoil.domain.processor.Instruction;
import io.counterfoil.domain.processor.Outcome;
import io.counterfoil.domain.rest.Json;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** An orphaned capture: the row of its payment says what was known before. */
    @ParameterizedTest
    @CsvSource({"true, 200, known", "false, 202, unknown"})
    void an_answer_that_knows_no_end_says_so_in_its_body(boolean settled, int status, String outcome) {
        PaymentView held = new PaymentView(
                "pay_1",
                "payment",
                PaymentStatus.REQUIRES_CAPTURE,
                "known",
                1_000,
                0,
                0,
                "EUR",
                true,
                null,
                null,
                null,
                Map.of(),
                null,
                Instant.EPOCH,
                null,
                List.of());
        Answer answer = Views.changed(settled, held);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(Json.tree(answer.body()).path("outcome").asString()).isEqualTo(outcome);
        assertThat(Json.tree(answer.body()).path("status").asString()).isEqualTo("requires_capture");
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
