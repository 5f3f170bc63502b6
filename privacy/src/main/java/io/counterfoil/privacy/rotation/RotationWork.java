package io.counterfoil.privacy.rotation;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Goes on with a rotation until it has ended, whoever began it. */
@Singleton
final class RotationWork {

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Rotations rotations;

    @Inject
    RotationWork(Rotations rotations) {
        this.rotations = rotations;
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(PAUSE, "Key rotation", this::run);
    }

    private void run() {
        boolean more = rotations.step();
        while (more) {
            more = rotations.step();
        }
    }
}
