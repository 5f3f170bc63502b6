package io.counterfoil.webhooks.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.webhooks.signing.Signer;
import io.counterfoil.webhooks.signing.Signers;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An old secret is told of once; where the merchant chose so, a new one waits beside it until it is collected. */
@ExtendWith(ArquillianExtension.class)
class SecretAgeInContainerIT {

    @Inject
    private SecretAge age;

    @Inject
    private Signers signers;

    @Inject
    private Transactions transactions;

    private final UUID merchant = UUID.randomUUID();
    private final UUID endpoint = UUID.randomUUID();

    @AfterEach
    void forgetIt() {
        update("DELETE FROM webhooks.endpoint WHERE merchant_id = ? AND id = ?", merchant, endpoint);
    }

    @Test
    void an_old_secret_is_told_of_once() {
        endpoint(null, "366 days");
        age.look();
        String urged = urged();
        assertThat(urged).isNotEqualTo("never");
        age.look();
        assertThat(urged()).isEqualTo(urged);
        assertThat(signing()).hasSize(1);
    }

    @Test
    void a_young_one_is_not() {
        endpoint(null, "364 days");
        age.look();
        assertThat(urged()).isEqualTo("never");
    }

    @Test
    void a_new_one_waits_beside_the_old_one_until_it_is_collected_once() {
        endpoint(30, "31 days");
        String old = signing().get(0).reveal();
        age.look();
        age.look();
        assertThat(signing()).hasSize(2);

        Optional<Signer> collected = transactions.commit(() -> signers.collect(merchant, endpoint, Duration.ZERO));

        assertThat(collected.orElseThrow().reveal()).isNotEqualTo(old);
        assertThat(signing())
                .extracting(Signer::reveal)
                .containsExactly(collected.orElseThrow().reveal());
        assertThat(transactions.commit(() -> signers.collect(merchant, endpoint, Duration.ZERO)))
                .isEmpty();
    }

    private void endpoint(@Nullable Integer rotateAfterDays, String old) {
        update(
                "INSERT INTO webhooks.endpoint (merchant_id, id, livemode, url, event_types, headers,"
                        + " rotate_after_days, status, created_at) VALUES (?, ?, false, 'https://example.com/', '*', '',"
                        + " ?, 'enabled', now())",
                merchant,
                endpoint,
                rotateAfterDays);
        transactions.commit(() -> signers.create(merchant, endpoint));
        update(
                "UPDATE webhooks.signer SET created_at = now() - ?::interval WHERE merchant_id = ? AND endpoint_id = ?",
                old,
                merchant,
                endpoint);
    }

    private List<Signer> signing() {
        return signers.of(List.of(endpoint)).getOrDefault(endpoint, List.of());
    }

    private String urged() {
        return transactions.commit(() -> transactions
                .sql()
                .first(
                        "SELECT COALESCE(urged_at::text, 'never') FROM webhooks.signer"
                                + " WHERE merchant_id = ? AND endpoint_id = ?",
                        row -> row.getString(1),
                        merchant,
                        endpoint)
                .orElseThrow());
    }

    private void update(String statement, @Nullable Object... parameters) {
        transactions.commit(() -> transactions.sql().update(statement, parameters));
    }
}
