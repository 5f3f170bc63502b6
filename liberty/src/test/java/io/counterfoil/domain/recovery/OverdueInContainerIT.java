package io.counterfoil.domain.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.cluster.ThisServer;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.signal.Alarm;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Payments that stay unknown: a person is told once, and they stay unknown. */
@ExtendWith(ArquillianExtension.class)
class OverdueInContainerIT {

    private static final String INSERT = """
        INSERT INTO domain.payment (merchant_id, id, livemode, status, outcome, amount, amount_captured, currency,
                                    payment_method, capture, api_key_id, idempotency_key, created_at, ask_at)
        VALUES (?, ?, true, ?, ?, 100, 0, 'EUR', 'pm_card_visa', true, ?, ?, now() - ? * interval '1 minute',
                CASE ? WHEN 'processing' THEN now() + interval '1 day' END)\
        """;

    private final UUID merchant = UUID.randomUUID();

    @Inject
    private Transactions transactions;

    @Inject
    private ThisServer server;

    @Inject
    private HeardInContainer heard;

    @Test
    void whoever_watches_hears_of_it_once_and_of_nothing_else() {
        UUID overdue = payment("processing", "unknown", 61);
        UUID young = payment("processing", "unknown", 5);
        UUID inFlight = payment("processing", "known", 61);
        UUID settled = payment("succeeded", "known", 61);

        await().atMost(Duration.ofSeconds(60)).until(() -> !heard(overdue).isEmpty());

        Alarm alarm = heard(overdue).get(0);
        assertThat(alarm.rule()).isEqualTo("outcome_overdue");
        assertThat(alarm.merchant()).isEqualTo(Optional.of(merchant));
        assertThat(alarm.livemode()).isTrue();
        assertThat(alarm.facts()).containsKey("since");
        assertThat(List.of(young, inFlight, settled))
                .allSatisfy(other -> assertThat(heard(other)).isEmpty());
        Unfinished payments = new Unfinished(transactions, server, "domain.payment");
        assertThat(transactions.commit(() -> payments.overdue(Duration.ofHours(1))))
                .extracting(Unfinished.Late::id)
                .doesNotContain(overdue);
        assertThat(status(overdue)).isEqualTo("processing unknown");
        transactions.commit(
                () -> transactions.sql().update("DELETE FROM domain.payment WHERE merchant_id = ?", merchant));
    }

    /** Both asked the processor in vain, and each has a copy of the row from before: the merchant hears of it once. */
    @Test
    void of_two_servers_that_do_not_know_one_says_so_first() {
        UUID payment = payment("processing", "known", 0);
        Unfinished here = new Unfinished(transactions, server, "domain.payment");
        Unfinished there = new Unfinished(transactions, server, "domain.payment");
        assertThat(transactions.commit(() -> here.doubt(merchant, payment))).isTrue();
        assertThat(transactions.commit(() -> there.doubt(merchant, payment))).isFalse();
        assertThat(transactions.commit(() -> there.postpone(merchant, payment, Duration.ofDays(1))))
                .isTrue();
        assertThat(status(payment)).isEqualTo("processing unknown");
        transactions.commit(
                () -> transactions.sql().update("DELETE FROM domain.payment WHERE merchant_id = ?", merchant));
    }

    private List<Alarm> heard(UUID payment) {
        return heard.about(IdKind.PAYMENT.text(payment));
    }

    private UUID payment(String status, String outcome, int minutesOld) {
        UUID id = UUID.randomUUID();
        transactions.commit(() -> transactions
                .sql()
                .update(INSERT, merchant, id, status, outcome, merchant, "key-of-" + id, minutesOld, status));
        return id;
    }

    private String status(UUID payment) {
        return transactions.commit(() -> transactions
                .sql()
                .first(
                        "SELECT status || ' ' || outcome FROM domain.payment WHERE merchant_id = ? AND id = ?",
                        row -> row.getString(1),
                        merchant,
                        payment)
                .orElseThrow());
    }
}
