package io.counterfoil.domain.followup;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.idempotency.IdempotencyKey;
import io.counterfoil.domain.idempotency.Keyed;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A key that was forgotten after its time and used again, about the same payment. */
@ExtendWith(ArquillianExtension.class)
class ReusedKeyInContainerIT {

    private static final String PAYMENT = """
        INSERT INTO domain.payment (merchant_id, id, livemode, status, outcome, amount, amount_captured, currency,
                                    payment_method, capture, api_key_id, idempotency_key, created_at)
        VALUES (?, ?, true, 'succeeded', 'known', 100, 100, 'EUR', 'pm_card_visa', true, ?, 'key-of-payment', now())\
        """;

    private static final String REFUND = """
        INSERT INTO domain.follow_up (merchant_id, id, payment_id, livemode, kind, status, outcome, amount, api_key_id,
                                      idempotency_key, created_at, ask_at)
        VALUES (?, ?, ?, true, 'refund', ?, 'known', 10, ?, ?, now(),
                CASE ? WHEN 'processing' THEN now() + interval '1 day' END)\
        """;

    private static final IdempotencyKey KEY = new IdempotencyKey("key-that-is-used-again");

    private final UUID merchant = UUID.randomUUID();
    private final UUID payment = UUID.randomUUID();

    @Inject
    private Transactions transactions;

    @Inject
    private FollowUps followUps;

    @Inject
    private Ids ids;

    @AfterEach
    void remove() {
        transactions.commit(() -> {
            transactions.sql().update("DELETE FROM domain.follow_up WHERE merchant_id = ?", merchant);
            transactions.sql().update("DELETE FROM domain.payment WHERE merchant_id = ?", merchant);
        });
    }

    @Test
    void stands_for_the_refund_that_was_begun_under_it_last() {
        transactions.commit(() -> transactions.sql().update(PAYMENT, merchant, payment, merchant));
        refund("failed");
        UUID last = refund("processing");
        Keyed keyed = new Keyed(merchant, true, KEY, new byte[0], "req_1", Optional.empty());
        assertThat(followUps.find(keyed, payment)).map(found -> found.id).contains(last);
    }

    private UUID refund(String status) {
        UUID id = ids.next();
        transactions.commit(
                () -> transactions.sql().update(REFUND, merchant, id, payment, status, merchant, KEY.value(), status));
        return id;
    }
}
