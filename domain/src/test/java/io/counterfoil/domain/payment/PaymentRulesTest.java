package io.counterfoil.domain.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.DataSubjects;
import io.counterfoil.domain.processor.Finding;
import io.counterfoil.domain.processor.Silent;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PaymentRulesTest {

    private static final Caller.MerchantKey CALLER =
            new Caller.MerchantKey(new UUID(0, 1), true, new UUID(0, 2), Set.of());

    private final PaymentRules rules = new PaymentRules(Silent.live(new Finding.NotYetKnown(), 10), new Nobody());

    @Test
    void an_amount_that_the_processor_cannot_take_is_refused_before_anything_is_stored() {
        assertThatThrownBy(() -> rules.check(payment(5_124), CALLER))
                .isInstanceOfSatisfying(Problem.class, refused -> {
                    assertThat(refused.status()).isEqualTo(400);
                    assertThat(refused.document("req_1")).containsEntry("param", "amount");
                })
                .hasMessageContaining("multiple of 10");
        assertThat(rules.check(payment(5_120), CALLER).amount()).isEqualTo(5_120);
    }

    /** No payment here names a customer. */
    private static final class Nobody implements DataSubjects {

        @Override
        public Standing standing(DataSubject subject) {
            return Standing.UNKNOWN;
        }

        @Override
        public Optional<DataSubject> find(UUID customer) {
            return Optional.empty();
        }
    }

    private static CreatePayment payment(long amount) {
        return new CreatePayment(amount, "KWD", "pm_card_visa", null, null, null, null, null);
    }
}
