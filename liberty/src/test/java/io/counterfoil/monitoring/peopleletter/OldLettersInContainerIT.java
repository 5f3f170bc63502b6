package io.counterfoil.monitoring.peopleletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.database.Transactions;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** To whom letters about an incident went is forgotten long after it was closed; how many there were is not. */
@ExtendWith(ArquillianExtension.class)
class OldLettersInContainerIT {

    @Inject
    private Transactions transactions;

    @Inject
    private PeopleLetters letters;

    @Inject
    private OldLetters old;

    private final UUID merchant = UUID.randomUUID();
    private final UUID incident = UUID.randomUUID();

    @AfterEach
    void leaveNothing() {
        for (String table : List.of("people_letter", "people_letter_count", "incident")) {
            transactions.commit(() ->
                    transactions.sql().update("DELETE FROM monitoring." + table + " WHERE merchant_id = ?", merchant));
        }
    }

    @Test
    void of_an_incident_that_was_closed_long_ago_the_numbers_stay() {
        incident("closed", "1097 days");
        letters("sent", 700);
        letters("unknown", 2);
        letters("unsent", 1);
        letters("waiting", 3);

        old.forget();
        old.forget();

        assertThat(left()).isEqualTo(3);
        assertThat(letters.states(incident))
                .isEqualTo(Map.of("sent", 700L, "unknown", 2L, "unsent", 1L, "waiting", 3L));
    }

    @Test
    void of_one_that_was_closed_lately_all_stay() {
        incident("closed", "1095 days");
        letters("sent", 2);

        old.forget();

        assertThat(left()).isEqualTo(2);
    }

    @Test
    void of_one_that_is_open_all_stay_however_old_it_is() {
        incident("open", "9000 days");
        letters("sent", 2);

        old.forget();

        assertThat(left()).isEqualTo(2);
    }

    private void incident(String status, String ago) {
        transactions.commit(() -> transactions.sql().update("""
                INSERT INTO monitoring.incident (merchant_id, id, livemode, type, status, drill, subject, summary, opened_at,
                                                 opened_by, window_from, closed_at)
                VALUES (?, ?, false, 'compromised_api_key', ?, true, 'key_1', '', now() - interval '9000 days', 'test', now(),
                        now() - ?::interval)\
                """, merchant, incident, status, ago));
    }

    /** Nobody takes those that wait: they are never due. */
    private void letters(String state, int many) {
        transactions.commit(() -> transactions.sql().update("""
                INSERT INTO monitoring.people_letter
                       (merchant_id, id, incident_id, livemode, subject_id, since, fields, state)
                SELECT ?, gen_random_uuid(), ?, false, gen_random_uuid(), now(), 'customer.email', ?::text
                FROM generate_series(1, ?)\
                """, merchant, incident, state, many));
    }

    private long left() {
        return transactions.commit(() -> transactions
                .sql()
                .first(
                        "SELECT count(*) FROM monitoring.people_letter WHERE merchant_id = ?",
                        row -> row.getLong(1),
                        merchant)
                .orElseThrow());
    }
}
