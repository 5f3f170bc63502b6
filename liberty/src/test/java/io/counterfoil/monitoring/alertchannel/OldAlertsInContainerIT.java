package io.counterfoil.monitoring.alertchannel;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.database.Transactions;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Alerts that were resolved long ago, beside some that must stay. */
@ExtendWith(ArquillianExtension.class)
class OldAlertsInContainerIT {

    private static final int MANY = 1_234;
    private static final String LONG_AGO = "401 days";
    private static final String NOT_SO_LONG = "399 days";

    @Inject
    private Transactions transactions;

    @Inject
    private OldAlerts old;

    private final UUID merchant = UUID.randomUUID();
    private final String secret = "key_" + merchant;

    @AfterEach
    void leaveNothing() {
        for (String table : List.of("alert", "alert_notification", "incident")) {
            transactions.commit(() ->
                    transactions.sql().update("DELETE FROM monitoring." + table + " WHERE merchant_id = ?", merchant));
        }
    }

    @Test
    void those_resolved_long_ago_go_with_what_was_told_of_them_and_no_others() {
        for (int i = 0; i < 3; i++) {
            alert("gone " + i, "resolved", LONG_AGO, "{}");
        }
        told("gone 0", "401 days");
        alert("resolved lately", "resolved", NOT_SO_LONG, "{}");
        told("resolved lately", "1 day");
        alert("raised", "raised", LONG_AGO, "{}");
        alert("acknowledged", "acknowledged", LONG_AGO, "{}");
        alert("waits to be told", "resolved", LONG_AGO, "{}");
        told("waits to be told", null);

        old.forget();

        assertThat(left()).containsExactlyInAnyOrder("resolved lately", "raised", "acknowledged", "waits to be told");
        assertThat(notifications()).isEqualTo(2);
    }

    @Test
    void what_an_open_incident_is_about_stays_until_it_is_closed() {
        incident("open");
        alert(secret, "resolved", LONG_AGO, "{}");
        alert(secret + " 192.0.2.0/24", "resolved", LONG_AGO, "{}");
        alert("inc_1", "resolved", LONG_AGO, "{\"subject\":\"" + secret + "\"}");
        alert("key_of_somebody_else", "resolved", LONG_AGO, "{\"subject\":\"key_of_somebody_else\"}");

        old.forget();
        assertThat(left()).containsExactlyInAnyOrder(secret, secret + " 192.0.2.0/24", "inc_1");

        transactions.commit(() -> transactions
                .sql()
                .update("UPDATE monitoring.incident SET status = 'closed' WHERE merchant_id = ?", merchant));
        old.forget();
        assertThat(left()).isEmpty();
    }

    @Test
    void more_than_a_batch_goes_at_once_and_what_was_told_goes_sooner() {
        transactions.commit(() -> {
            transactions.sql().update("""
                    INSERT INTO monitoring.alert (merchant_id, id, livemode, rule, subject, severity, status, facts, count,
                                                  first_at, last_at, resolved_at)
                    SELECT ?, gen_random_uuid(), true, 'old', 'many', 'info', 'resolved', '{}', 1, now(), now(),
                           now() - interval '500 days'
                    FROM generate_series(1, ?)\
                    """, merchant, MANY);
            transactions.sql().update("""
                    INSERT INTO monitoring.alert_notification
                           (merchant_id, id, channel_id, kind, livemode, rule, escalated, alert_id, content, alerts,
                            created_at, due_at, attempt, ended_at, delivered)
                    SELECT ?, gen_random_uuid(), ?, 'email', true, 'old', false, gen_random_uuid(), '{}', 1,
                           now(), now(), 1, now() - number * interval '31 days', true
                    FROM generate_series(0, ?) number\
                    """, merchant, merchant, MANY);
        });

        old.forget();

        assertThat(left()).isEmpty();
        assertThat(notifications()).isEqualTo(1);
    }

    private void alert(String subject, String status, String ago, String facts) {
        transactions.commit(() -> transactions.sql().update("""
                INSERT INTO monitoring.alert (merchant_id, id, livemode, rule, subject, severity, status, facts, count,
                                              first_at, last_at, resolved_at)
                VALUES (?, gen_random_uuid(), true, 'old', ?, 'info', ?, ?, 1, now() - interval '500 days',
                        now() - interval '500 days', CASE WHEN ? = 'resolved' THEN now() - ?::interval END)\
                """, merchant, subject, status, facts, status, ago));
    }

    /** Told so long ago; still waiting for a far day where nothing is said. */
    private void told(String subject, String ago) {
        transactions.commit(() -> transactions.sql().update("""
                INSERT INTO monitoring.alert_notification
                       (merchant_id, id, channel_id, kind, livemode, rule, escalated, alert_id, content, alerts,
                        created_at, due_at, attempt, ended_at, delivered)
                SELECT merchant_id, gen_random_uuid(), gen_random_uuid(), 'email', true, 'old', false, id, '{}', 1,
                       now(), now() + interval '1 year', 1, now() - ?::interval, false
                FROM monitoring.alert WHERE merchant_id = ? AND subject = ?\
                """, ago, merchant, subject));
    }

    private void incident(String status) {
        transactions.commit(() -> transactions.sql().update("""
                INSERT INTO monitoring.incident (merchant_id, id, livemode, type, status, drill, subject, summary, opened_at,
                                                 opened_by, window_from)
                VALUES (?, gen_random_uuid(), false, 'compromised_api_key', ?, true, ?, '', now(), 'test', now())\
                """, merchant, status, secret));
    }

    private List<String> left() {
        return transactions.commit(() -> transactions
                .sql()
                .all("SELECT subject FROM monitoring.alert WHERE merchant_id = ?", row -> row.getString(1), merchant));
    }

    private long notifications() {
        return transactions.commit(() -> transactions
                .sql()
                .first(
                        "SELECT count(*) FROM monitoring.alert_notification WHERE merchant_id = ?",
                        row -> row.getLong(1),
                        merchant)
                .orElseThrow());
    }
}
