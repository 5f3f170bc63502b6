package io.counterfoil.domain.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.rest.Problem;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaperworkTest {

    /** The payer's card has nothing to do with it, and the key keeps its answer: a new one may be charged. */
    @Test
    void whoever_was_not_charged_may_pay_again_with_the_same_card() {
        assertThat(failed("not_charged"))
                .hasMessageContaining("Nothing was charged")
                .hasMessageContaining("again")
                .hasMessageContaining("new Idempotency-Key")
                .hasMessageNotContaining("another way to pay");
    }

    @ParameterizedTest
    @ValueSource(strings = {"card_declined", "expired_card"})
    void whoever_was_declined_pays_another_way(String code) {
        assertThat(failed(code)).hasMessageContaining("Ask the payer for another way to pay");
    }

    private static Problem failed(String code) {
        Payment payment = new Payment();
        payment.id = new UUID(0, 1);
        payment.status = PaymentStatus.PROCESSING.text();
        payment.markFailed(code, code);
        return Paperwork.failure(payment);
    }
}
