package io.counterfoil.monitoring.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.signal.AuditedAct;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An act and its entry: both, or neither; and the entry is sealed. */
@ExtendWith(ArquillianExtension.class)
class AuditTrailInContainerIT {

    @Inject
    private Event<AuditedAct> acts;

    @Inject
    private Transactions transactions;

    private final UUID merchant = UUID.randomUUID();

    @Test
    void writes_the_act_down_and_seals_it() {
        transactions.commit(() -> acts.fire(act("done")));

        assertThat(bodies()).hasSize(1);
        assertThat(bodies().get(0))
                .startsWith("{\"action\":\"api_key.revoked\",\"actor\":\"opt_1\",\"at\":\"")
                .contains("\"facts\":{\"a\":\"1\",\"b\":\"2\"}", "\"object\":\"key_1\"", "\"result\":\"done\"")
                .doesNotContain("192.0.2.7");
        await().atMost(Duration.ofSeconds(10)).until(() -> count("domain.log_leaf") == 1);
    }

    @Test
    void loses_the_entry_with_the_act() {
        assertThatThrownBy(() -> transactions.commit(() -> {
                    acts.fire(act("done"));
                    throw new IllegalStateException("the act failed");
                }))
                .hasMessage("the act failed");

        assertThat(bodies()).isEmpty();
        assertThat(count("domain.log_queue")).isZero();
    }

    @Test
    void demands_the_transaction_of_the_act() {
        assertThatThrownBy(() -> acts.fire(act("done"))).hasMessage("no transaction is running");
    }

    @Test
    void gives_one_address_one_pseudonym() {
        transactions.commit(() -> {
            acts.fire(act("done"));
            acts.fire(act("refused"));
        });

        assertThat(bodies())
                .extracting(body -> body.replaceAll(".*\"source\":\"([0-9a-f]{16})\".*", "$1"))
                .hasSize(2)
                .allMatch(source -> source.length() == 16)
                .containsOnly(bodies().get(0).replaceAll(".*\"source\":\"([0-9a-f]{16})\".*", "$1"));
    }

    private AuditedAct act(String result) {
        return new AuditedAct(
                Optional.of(merchant),
                "opt_1",
                "api_key.revoked",
                "key_1",
                result,
                "192.0.2.7",
                Map.of("b", "2", "a", "1"));
    }

    private List<String> bodies() {
        return transactions.commit(() -> transactions
                .sql()
                .all(
                        "SELECT body FROM monitoring.audit_entry WHERE merchant_id = ? ORDER BY id",
                        row -> row.getString(1),
                        merchant));
    }

    private long count(String table) {
        return transactions.commit(() -> transactions
                .sql()
                .first("SELECT count(*) FROM " + table + " WHERE merchant_id = ?", row -> row.getLong(1), merchant)
                .orElseThrow());
    }
}
