package io.counterfoil.domain.payment;

import static io.counterfoil.domain.payment.PaymentStatus.FAILED;
import static io.counterfoil.domain.payment.PaymentStatus.PROCESSING;
import static io.counterfoil.domain.payment.PaymentStatus.REQUIRES_CAPTURE;
import static io.counterfoil.domain.payment.PaymentStatus.SUCCEEDED;
import static io.counterfoil.domain.payment.PaymentStatus.VOIDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PaymentStatusTest {

    @Test
    void payments_move_along_this_table_and_nowhere_else() {
        assertThat(Arrays.stream(PaymentStatus.values())
                        .collect(Collectors.toMap(Function.identity(), PaymentStatus::next)))
                .isEqualTo(Map.of(
                        PROCESSING, Set.of(REQUIRES_CAPTURE, SUCCEEDED, FAILED),
                        REQUIRES_CAPTURE, Set.of(SUCCEEDED, VOIDED),
                        SUCCEEDED, Set.of(),
                        FAILED, Set.of(),
                        VOIDED, Set.of()));
    }

    @Test
    void a_payment_that_came_to_its_end_refuses_another() {
        Payment payment = new Payment();
        payment.status = FAILED.text();
        assertThatThrownBy(payment::markAuthorised).isInstanceOf(IllegalStateException.class);
    }
}
