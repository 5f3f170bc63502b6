package io.counterfoil.domain.keyuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.apikey.ApiKeyAuthentication;
import io.counterfoil.domain.apikey.ApiKeys;
import io.counterfoil.domain.apikey.NewApiKey;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.domain.signal.HeardInContainer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
class UnusedKeysInContainerIT {

    @Inject
    private ApiKeys keys;

    @Inject
    private ApiKeyAuthentication authentication;

    @Inject
    private KeyUses uses;

    @Inject
    private UnusedKeys unused;

    @Inject
    private Transactions transactions;

    @Inject
    private HeardInContainer heard;

    private final UUID merchant = UUID.randomUUID();

    @Test
    void a_key_that_rests_for_ninety_days_is_told_of_once_for_each_rest() {
        Caller.MerchantKey key = authentication
                .authenticate(keys.createAndReveal(NewApiKey.unrestricted(merchant, false, "rests")))
                .orElseThrow()
                .caller();
        unused.tell();
        assertThat(alarms()).isEmpty();

        change("created_at = created_at - interval '91 days'");
        unused.tell();
        unused.tell();
        assertThat(alarms()).hasSize(1);
        assertThat(alarms().get(0).rule()).isEqualTo("api_key_unused");

        uses.used(key);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> column("last_used_at IS NOT NULL AND unused_told_at IS NULL"));
        change("last_used_at = last_used_at - interval '91 days'");
        unused.tell();
        assertThat(alarms()).hasSize(2);
    }

    @Test
    void a_use_in_a_browser_is_kept_and_is_no_use() {
        Caller.MerchantKey key = authentication
                .authenticate(keys.createAndReveal(NewApiKey.unrestricted(merchant, false, "in a page")))
                .orElseThrow()
                .caller();

        uses.usedInBrowser(key);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> column("browser_seen_at IS NOT NULL AND last_used_at IS NULL"));
    }

    private List<Alarm> alarms() {
        return heard.alarms(alarm -> alarm.merchant().equals(Optional.of(merchant)));
    }

    private void change(String assignment) {
        transactions.commit(() -> transactions
                .sql()
                .update("UPDATE domain.api_key SET " + assignment + " WHERE merchant_id = ?", merchant));
    }

    private boolean column(String condition) {
        return transactions.commit(() -> transactions
                .sql()
                .first(
                        "SELECT " + condition + " FROM domain.api_key WHERE merchant_id = ?",
                        row -> row.getBoolean(1),
                        merchant)
                .orElseThrow());
    }
}
