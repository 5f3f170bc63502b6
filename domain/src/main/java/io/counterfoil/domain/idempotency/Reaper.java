package io.counterfoil.domain.idempotency;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Forgets keys whose lifetime is over, in batches so small that each commits within milliseconds and vacuum keeps up with
 * them. Several servers share the work. A key without an answer stays: its payment has no end yet.
 */
@Singleton
final class Reaper {

    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int BATCH = 500;

    private final IdempotencyRecords records;

    @Inject
    Reaper(IdempotencyRecords records) {
        this.records = records;
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(PAUSE, "Idempotency reaper", this::reap);
    }

    void reap() {
        int removed = records.reap(BATCH);
        while (removed == BATCH) {
            removed = records.reap(BATCH);
        }
    }
}
