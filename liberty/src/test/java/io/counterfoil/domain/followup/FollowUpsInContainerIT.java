package io.counterfoil.domain.followup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.idempotency.IdempotencyKey;
import io.counterfoil.domain.idempotency.Keyed;
import io.counterfoil.domain.payment.Balances;
import io.counterfoil.domain.processor.Instruction;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Refunds of a live payment, on a server that has no processor for live mode. */
@ExtendWith(ArquillianExtension.class)
class FollowUpsInContainerIT {

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
    private final Keyed keyed = new Keyed(merchant, true, KEY, new byte[] {1}, "req_1", Optional.empty());

    @Inject
    private Transactions transactions;

    @Inject
    private FollowUps followUps;

    @Inject
    private Beginnings beginnings;

    @Inject
    private Balances balances;

    @Inject
    private Ids ids;

    @BeforeEach
    void pay() {
        transactions.commit(() -> transactions.sql().update(PAYMENT, merchant, payment, merchant));
    }

    @AfterEach
    void remove() {
        transactions.commit(() -> {
            transactions.sql().update("DELETE FROM domain.follow_up WHERE merchant_id = ?", merchant);
            transactions.sql().update("DELETE FROM domain.payment WHERE merchant_id = ?", merchant);
        });
    }

    @Test
    void a_key_that_was_forgotten_and_used_again_stands_for_the_refund_that_was_begun_last() {
        refund("failed");
        UUID last = refund("processing");
        assertThat(followUps.find(keyed, payment)).map(found -> found.id).contains(last);
    }

    @Test
    void what_no_processor_can_carry_out_sets_nothing_aside() {
        Request refund =
                new Request(ids.next(), Instruction.Kind.REFUND, payment, Optional.of(10L), merchant, Instant.now());
        assertThatThrownBy(() -> beginnings.begin(refund, keyed))
                .isInstanceOfSatisfying(
                        Problem.class, refused -> assertThat(refused.code()).isEqualTo("processor_missing"));
        assertThat(followUps.find(keyed, payment)).isEmpty();
        assertThat(balances.find(merchant, true, payment).refundable()).isEqualTo(100);
    }

    private UUID refund(String status) {
        UUID id = ids.next();
        transactions.commit(
                () -> transactions.sql().update(REFUND, merchant, id, payment, status, merchant, KEY.value(), status));
        return id;
    }
}
