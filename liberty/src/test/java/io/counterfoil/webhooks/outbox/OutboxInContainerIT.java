package io.counterfoil.webhooks.outbox;

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

/** An event and its cause: both, or neither. */
@ExtendWith(ArquillianExtension.class)
class OutboxInContainerIT {

    @Inject
    private Event<PaymentChanged> news;

    @Inject
    private Transactions transactions;

    private final UUID merchant = UUID.randomUUID();

    @Test
    void writes_the_event_with_its_cause() {
        transactions.commit(() -> news.fire(change()));

        assertThat(events()).isEqualTo(1);
    }

    @Test
    void an_authorisation_is_no_event() {
        transactions.commit(() -> news.fire(change(PaymentChanged.Kind.AUTHORISED)));

        assertThat(events()).isZero();
    }

    @Test
    void loses_the_event_with_its_cause() {
        assertThatThrownBy(() -> transactions.commit(() -> {
                    news.fire(change());
                    throw new IllegalStateException("the cause failed");
                }))
                .hasMessage("the cause failed");

        assertThat(events()).isZero();
    }

    @Test
    void demands_the_transaction_of_the_cause() {
        assertThatThrownBy(() -> news.fire(change())).hasMessage("no transaction is running");
    }

    private PaymentChanged change() {
        return change(PaymentChanged.Kind.SUCCEEDED);
    }

    private PaymentChanged change(PaymentChanged.Kind kind) {
        return new PaymentChanged(
                kind,
                merchant,
                false,
                UUID.randomUUID(),
                UUID.randomUUID(),
                1250,
                "EUR",
                Optional.empty(),
                Optional.of("{}"),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }

    private long events() {
        return transactions.commit(() -> transactions
                .sql()
                .first("SELECT count(*) FROM webhooks.event WHERE merchant_id = ?", row -> row.getLong(1), merchant)
                .orElseThrow());
    }
}
