package io.counterfoil.monitoring.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where keys were seen long ago, beside what must stay. */
@ExtendWith(ArquillianExtension.class)
class OldSightingsInContainerIT {

    private static final int MANY = 4_321;

    @Inject
    private Transactions transactions;

    @Inject
    private OldSightings old;

    private final UUID merchant = UUID.randomUUID();
    private final UUID key = UUID.randomUUID();

    @AfterEach
    void leaveNothing() {
        for (String table : List.of("monitoring.key_sighting", "monitoring.incident", "domain.api_key")) {
            transactions.commit(
                    () -> transactions.sql().update("DELETE FROM " + table + " WHERE merchant_id = ?", merchant));
        }
    }

    @Test
    void of_a_key_that_works_the_last_of_each_kind_stays_until_another_is_as_old() {
        works(null);
        seen("network", "first", 900, 800);
        seen("network", "second", 700, 500);
        seen("network", "new", 10, 0);
        seen("route", "GET /old", 900, 500);
        seen("route", "GET /lately", 500, 399);

        old.forget();

        assertThat(left()).containsExactlyInAnyOrder("second", "new", "GET /lately");
    }

    @Test
    void of_a_key_that_ended_all_go() {
        works("now() - interval '500 days'");
        seen("network", "first", 900, 800);
        seen("route", "GET /old", 900, 800);
        seen("route", "GET /lately", 500, 399);

        old.forget();

        assertThat(left()).containsExactly("GET /lately");
    }

    @Test
    void what_an_open_incident_is_about_keeps_all() {
        seen("network", "first", 900, 800);
        transactions.commit(() -> transactions.sql().update("""
                INSERT INTO monitoring.incident (merchant_id, id, livemode, type, status, drill, subject, summary, opened_at,
                                                 opened_by, window_from)
                VALUES (?, gen_random_uuid(), false, 'compromised_api_key', 'open', true, ?, '', now(), 'test', now())\
                """, merchant, IdKind.API_KEY.text(key)));

        old.forget();
        assertThat(left()).containsExactly("first");

        transactions.commit(() -> transactions
                .sql()
                .update("UPDATE monitoring.incident SET status = 'closed' WHERE merchant_id = ?", merchant));
        old.forget();
        assertThat(left()).isEmpty();
    }

    @Test
    void more_than_a_batch_goes_at_once() {
        transactions.commit(() -> transactions.sql().update("""
                INSERT INTO monitoring.key_sighting (merchant_id, key_id, kind, value, livemode, first_at, last_at, count)
                SELECT ?, ?, 'network', number::text, true, now() - interval '900 days', now() - interval '800 days', 1
                FROM generate_series(1, ?) number\
                """, merchant, key, MANY));

        old.forget();

        assertThat(left()).isEmpty();
    }

    private void works(String revokedAt) {
        transactions.commit(() -> transactions.sql().update("""
                INSERT INTO domain.api_key (merchant_id, id, name, prefix, last_four, secret_hash, scopes, ip_allow_list,
                                            created_at, livemode, last_used_at, revoked_at)
                VALUES (?, ?, '', '', '', uuid_send(?), '', '', now(), false, now(), %s)\
                """.formatted(revokedAt), merchant, key, key));
    }

    private void seen(String kind, String value, int firstDaysAgo, int lastDaysAgo) {
        transactions.commit(
                () -> transactions.sql().update("""
                INSERT INTO monitoring.key_sighting (merchant_id, key_id, kind, value, livemode, first_at, last_at, count)
                VALUES (?, ?, ?, ?, true, now() - ? * interval '1 day', now() - ? * interval '1 day', 1)\
                """, merchant, key, kind, value, firstDaysAgo, lastDaysAgo));
    }

    private List<String> left() {
        return transactions.commit(() -> transactions
                .sql()
                .all(
                        "SELECT value FROM monitoring.key_sighting WHERE merchant_id = ?",
                        row -> row.getString(1),
                        merchant));
    }
}
