package io.counterfoil.monitoring.failedpayment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.payment.PaymentChanged;
import io.counterfoil.monitoring.period.Period;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

        assertThat(byReason(false)).containsExactly("card_declined 2", "expired_card 1");
        assertThat(byReason(true)).isEmpty();
    }

    @Test
    void forgets_a_failure_that_was_rolled_back() {
        assertThatThrownBy(() -> transactions.commit(() -> {
                    news.fire(change(PaymentChanged.Kind.FAILED, "card_declined"));
                    throw new IllegalStateException("the cause failed");
                }))
                .hasMessage("the cause failed");

        assertThat(byReason(false)).isEmpty();
    }

    @Test
    void groups_them_by_what_was_paid_with_and_by_hour() {
        transactions.commit(() -> news.fire(change(PaymentChanged.Kind.FAILED, "card_declined")));

        assertThat(grouped("instrument", false))
                .singleElement()
                .satisfies(group -> assertThat(group.get("instrument")).isEqualTo("ins_1"));
        assertThat(grouped("source", false))
                .singleElement()
                .satisfies(
                        // this test is called over HTTP: by a source
                        group -> assertThat(String.valueOf(group.get("source"))).startsWith("src_"));
        assertThat(grouped("hour", false))
                .singleElement()
                .satisfies(group -> assertThat(group.get("hour")).isEqualTo(Instant.EPOCH));
        assertThat(grouped("key", false))
                .singleElement()
                .satisfies(group -> assertThat(String.valueOf(group.get("key"))).startsWith("key_"));
    }

    private List<String> byReason(boolean livemode) {
        return grouped("reason", livemode).stream()
                .map(group -> group.get("reason") + " " + group.get("count"))
                .toList();
    }

    private List<Map<String, Object>> grouped(String by, boolean livemode) {
        return failedPayments.grouped(merchant, livemode, new Period(Instant.EPOCH, Instant.EPOCH.plusSeconds(1), by));
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
                Optional.of("ins_1"),
                Optional.empty(),
                Instant.EPOCH);
    }
}
