package io.counterfoil.monitoring.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.rest.Caller;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls are added up, and a key that turns up somewhere else is told of. */
@ExtendWith(ArquillianExtension.class)
class UsageInContainerIT {

    @Inject
    private UsageMeter meter;

    @Inject
    private Transactions transactions;

    private final Caller.MerchantKey caller =
            new Caller.MerchantKey(UUID.randomUUID(), false, UUID.randomUUID(), Set.of());

    @Test
    void what_is_written_twice_is_added_up() {
        call("192.0.2.1");
        meter.flush();
        call("192.0.2.2");
        call("192.0.2.3");
        meter.flush();

        await().untilAsserted(() -> {
            assertThat(count("SELECT sum(count) FROM monitoring.usage_minute WHERE merchant_id = ?"))
                    .isEqualTo(3);
            assertThat(count("SELECT sum(count) FROM monitoring.usage_hour WHERE merchant_id = ?"))
                    .isEqualTo(3);
            assertThat(count("SELECT count FROM monitoring.key_sighting WHERE merchant_id = ? AND kind = 'network'"))
                    .isEqualTo(3);
        });
    }

    @Test
    void a_leaked_key_is_told_of_with_its_first_calls_from_another_network() {
        call("192.0.2.1");
        meter.flush();
        await().untilAsserted(() -> assertThat(sightings()).isEqualTo(1));
        call("198.51.100.7");
        meter.flush();
        await().untilAsserted(() -> assertThat(sightings()).isEqualTo(2));
        assertThat(alarms()).isZero();

        transactions.commit(() -> transactions
                .sql()
                .update(
                        "UPDATE monitoring.key_sighting SET first_at = first_at - interval '2 days' WHERE merchant_id = ?",
                        caller.merchant()));
        call("192.0.2.9");
        call("203.0.113.5");
        meter.flush();

        await().untilAsserted(() -> assertThat(alarms()).isEqualTo(1));

        call("100.64.0.1");
        call("100.64.1.1");
        meter.flush();

        await().untilAsserted(() -> assertThat(alarms()).isEqualTo(3));
    }

    private void call(String address) {
        meter.count(new SeenCall(caller, "GET /v1/payments", 200, address));
    }

    private long sightings() {
        return count("SELECT count(*) FROM monitoring.key_sighting WHERE merchant_id = ? AND kind = 'network'");
    }

    private long alarms() {
        return count("SELECT count(*) FROM monitoring.alert WHERE merchant_id = ? AND rule = 'key_from_new_network'");
    }

    private long count(String query) {
        return transactions.commit(() -> transactions
                .sql()
                .first(query, row -> row.getLong(1), caller.merchant())
                .orElse(0L));
    }
}
