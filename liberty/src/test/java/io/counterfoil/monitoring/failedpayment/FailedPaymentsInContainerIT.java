package io.counterfoil.monitoring.failedpayment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.payment.PaymentChanged;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Failed payments are counted where they fail. */
@ExtendWith(ArquillianExtension.class)
class FailedPaymentsInContainerIT {

    @Inject
    private Event<PaymentChanged> news;

    @Inject
    private Transactions transactions;

    @Inject
    private FailedPayments failedPayments;

    private final UUID merchant = UUID.randomUUID();

    @Test
    void groups_failures_by_their_reason() {
        transactions.commit(() -> {
            news.fire(change(PaymentChanged.Kind.FAILED, "card_declined"));
            news.fire(change(PaymentChanged.Kind.FAILED, "card_declined"));
            news.fire(change(PaymentChanged.Kind.FAILED, "expired_card"));
            news.fire(change(PaymentChanged.Kind.SUCCEEDED, "none"));
        });

        assertThat(failedPayments.byReason(merchant, false))
                .containsExactly(
                        new FailedPayments.Group("card_declined", 2), new FailedPayments.Group("expired_card", 1));
        assertThat(failedPayments.byReason(merchant, true)).isEmpty();
    }

    @Test
    void forgets_a_failure_that_was_rolled_back() {
        assertThatThrownBy(() -> transactions.commit(() -> {
                    news.fire(change(PaymentChanged.Kind.FAILED, "card_declined"));
                    throw new IllegalStateException("the cause failed");
                }))
                .hasMessage("the cause failed");

        assertThat(failedPayments.byReason(merchant, false)).isEmpty();
    }

    private PaymentChanged change(PaymentChanged.Kind kind, String reason) {
        return new PaymentChanged(
                kind,
                merchant,
                false,
                UUID.randomUUID(),
                UUID.randomUUID(),
                1250,
                "EUR",
                Optional.of(reason),
                Optional.empty(),
                Instant.EPOCH);
    }
}
