package io.counterfoil.monitoring.usage;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Forgets where keys were seen long ago, in small batches that several servers share. A key that works keeps one sighting of
 * each kind that is as old: else one that rested, and is used from elsewhere, would pass for a new one. What an open
 * incident is about keeps all.
 */
@Singleton
final class OldSightings {

    private static final Duration PAUSE = Duration.ofHours(1);
    private static final int BATCH = 2_000;

    /** Index incident_open_about. */
    private static final String UNDER_REVIEW = "SELECT subject FROM monitoring.incident WHERE status = 'open'";

    /** Reads the table whole, once an hour: an index on last_at would cost each of its many updates. */
    private static final String FORGET = """
        DELETE FROM monitoring.key_sighting
        WHERE (merchant_id, key_id, kind, value) IN (
            SELECT s.merchant_id, s.key_id, s.kind, s.value FROM monitoring.key_sighting s
            WHERE s.last_at < ? AND s.key_id <> ALL (?::uuid[])
              AND (NOT EXISTS (SELECT FROM domain.api_key k
                               WHERE k.merchant_id = s.merchant_id AND k.id = s.key_id
                                 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ?))
                   OR EXISTS (SELECT FROM monitoring.key_sighting other
                              WHERE other.merchant_id = s.merchant_id AND other.key_id = s.key_id
                                AND other.kind = s.kind AND other.first_at < ?
                                AND (other.last_at, other.value) > (s.last_at, s.value)))
            LIMIT ? FOR UPDATE OF s SKIP LOCKED)\
        """;

    private final Transactions transactions;
    private final InstantSource time;
    private final Duration kept;

    @Inject
    OldSightings(Transactions transactions, InstantSource time, ConfigurationSource configuration) {
        this.transactions = transactions;
        this.time = time;
        this.kept = UsageSettings.SIGHTINGS_RETENTION.in(configuration);
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(PAUSE, "old sightings of keys", this::forget);
    }

    void forget() {
        int removed = BATCH;
        while (removed == BATCH) {
            removed = transactions.commit(this::forgetSome);
        }
    }

    private int forgetSome() {
        Sql sql = transactions.sql();
        Instant now = time.instant();
        Instant before = now.minus(kept);
        String[] underReview = sql.all(UNDER_REVIEW, row -> IdKind.API_KEY.parse(row.getString(1))).stream()
                .flatMap(key -> key.map(Object::toString).stream())
                .toArray(String[]::new);
        return sql.update(FORGET, before, underReview, now, before, BATCH);
    }
}
