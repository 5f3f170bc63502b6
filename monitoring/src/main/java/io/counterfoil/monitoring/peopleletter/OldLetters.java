package io.counterfoil.monitoring.peopleletter;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Forgets to whom letters about an incident went, long after it was closed, in small batches that several servers share. How
 * many there were stays with the incident (GDPR, Article 33(5)). A letter without an end stays.
 */
@Singleton
final class OldLetters {

    private static final Duration PAUSE = Duration.ofHours(1);
    private static final int BATCH = 500;

    /** Index people_letter_incident for each incident that was closed so long ago; primary key people_letter_pkey. */
    private static final String FORGET = """
        WITH old AS (
            SELECT l.merchant_id, l.id
            FROM monitoring.incident i
            JOIN monitoring.people_letter l ON l.incident_id = i.id
            WHERE i.status = 'closed' AND i.closed_at < ? AND l.state IN ('sent', 'unsent', 'unknown')
            LIMIT ? FOR UPDATE OF l SKIP LOCKED),
        gone AS (
            DELETE FROM monitoring.people_letter l USING old
            WHERE l.merchant_id = old.merchant_id AND l.id = old.id
            RETURNING l.merchant_id, l.incident_id, l.state),
        counted AS (
            INSERT INTO monitoring.people_letter_count AS c (merchant_id, incident_id, state, count)
            SELECT merchant_id, incident_id, state, count(*) FROM gone GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            ON CONFLICT (merchant_id, incident_id, state) DO UPDATE SET count = c.count + excluded.count)
        SELECT count(*) FROM gone\
        """;

    private final Transactions transactions;
    private final InstantSource time;
    private final Duration kept;

    @Inject
    OldLetters(Transactions transactions, InstantSource time, ConfigurationSource configuration) {
        this.transactions = transactions;
        this.time = time;
        this.kept = PeopleLetterSettings.RETENTION.in(configuration);
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(PAUSE, "old letters to people", this::forget);
    }

    void forget() {
        long removed = BATCH;
        while (removed == BATCH) {
            removed = transactions.commit(() -> transactions
                    .sql()
                    .first(FORGET, row -> row.getLong(1), time.instant().minus(kept), BATCH)
                    .orElse(0L));
        }
    }
}
