package io.counterfoil.monitoring.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Incidents that go on by themselves, each for itself. */
@ExtendWith(ArquillianExtension.class)
class AutomaticInContainerIT {

    private static final UUID OLDEST = new UUID(1, 1);
    private static final UUID LATER = new UUID(1, 2);

    @Inject
    private Transactions transactions;

    @Inject
    private Automatic automatic;

    private final UUID merchant = UUID.randomUUID();

    @AfterEach
    void leaveNothing() {
        transactions.commit(
                () -> transactions.sql().update("DELETE FROM monitoring.incident WHERE merchant_id = ?", merchant));
    }

    /** Of the later one nothing can be documented before it was reviewed, so that it is left to people. */
    @Test
    void one_that_fails_is_tried_again_and_keeps_none_of_the_later_ones_from_going_on() {
        transactions.commit(() -> {
            open(OLDEST, "no such step");
            open(LATER, IncidentStep.DOCUMENT);
        });

        assertThatThrownBy(automatic::round).hasMessageContaining(IdKind.INCIDENT.text(OLDEST));

        assertThat(left(LATER)).isEmpty();
        assertThat(left(OLDEST)).isEqualTo("no such step");
    }

    private void open(UUID id, String steps) {
        Instant opened = Instant.now().minusSeconds(60);
        transactions.sql().update("""
            INSERT INTO monitoring.incident (merchant_id, id, livemode, type, status, drill, subject, summary, opened_at,
                                             opened_by, window_from, automatic)
            VALUES (?, ?, false, 'compromised_api_key', 'open', true, 'key_1', '', ?, 'test', ?, ?)\
            """, merchant, id, opened, opened, steps);
    }

    private String left(UUID id) {
        return transactions.commit(() -> transactions
                .sql()
                .first(
                        "SELECT automatic FROM monitoring.incident WHERE merchant_id = ? AND id = ?",
                        row -> row.getString(1),
                        merchant,
                        id)
                .orElseThrow());
    }
}
