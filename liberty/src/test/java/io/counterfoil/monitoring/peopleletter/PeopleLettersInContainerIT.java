package io.counterfoil.monitoring.peopleletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.partition.DayPartitions;
import io.counterfoil.monitoring.trace.AffectedPeople;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A letter says what was opened of the person it goes to, not of everybody. */
@ExtendWith(ArquillianExtension.class)
class PeopleLettersInContainerIT {

    private static final String THIEF = "key_thief";

    @Inject
    private Transactions transactions;

    @Inject
    private DayPartitions partitions;

    @Inject
    private Ids ids;

    @Inject
    private AffectedPeople people;

    @Inject
    private PeopleLetters letters;

    private final UUID merchant = UUID.randomUUID();
    private final UUID incident = UUID.randomUUID();

    @AfterEach
    void leaveNothing() {
        transactions.commit(() -> {
            transactions.sql().update("DELETE FROM monitoring.people_letter WHERE merchant_id = ?", merchant);
            transactions.sql().update("DELETE FROM privacy.access_log WHERE merchant_id = ?", merchant);
        });
    }

    @Test
    void each_says_what_was_opened_of_that_person() {
        UUID ada = UUID.randomUUID();
        UUID bob = UUID.randomUUID();
        Instant from = Instant.now().minusSeconds(60);
        looked(ada, THIEF, "name,email");
        looked(ada, THIEF, "email,phone");
        looked(bob, THIEF, "phone");
        looked(bob, "key_other", "address");

        AffectedPeople.Found found = transactions.commit(() -> people.by(
                Optional.of(new AffectedPeople.Owner(merchant, false)),
                THIEF,
                from,
                Instant.now().plusSeconds(60),
                10));
        int written = transactions.commit(() -> letters.write(incident, from, found.people()));
        int again = transactions.commit(() -> letters.write(incident, from, found.people()));

        assertThat(found.fields()).containsExactly("email", "name", "phone");
        assertThat(written).isEqualTo(2);
        assertThat(again).isZero();
        assertThat(said(ada)).containsExactly("email,name,phone");
        assertThat(said(bob)).containsExactly("phone");
    }

    private void looked(UUID customer, String actor, String fields) {
        UUID id = ids.next();
        partitions.cover("privacy.access_log", id);
        transactions.commit(() -> transactions.sql().update("""
                INSERT INTO privacy.access_log
                       (merchant_id, id, livemode, subject_id, actor, purpose, reason, fields, request_id, at)
                VALUES (?, ?, false, ?, ?, 'customer.read', '', ?, 'req_1', now())\
                """, merchant, id, customer, actor, fields));
    }

    private List<String> said(UUID customer) {
        return transactions.commit(() -> transactions
                .sql()
                .all(
                        "SELECT fields FROM monitoring.people_letter WHERE merchant_id = ? AND subject_id = ?",
                        row -> row.getString(1),
                        merchant,
                        customer));
    }
}
