package io.counterfoil.privacy.rotation;

import io.counterfoil.domain.id.Ids;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Ids and times of rotations. */
@Singleton
final class Beginnings {

    private final Ids ids;
    private final InstantSource time;

    @Inject
    Beginnings(Ids ids, InstantSource time) {
        this.ids = ids;
        this.time = time;
    }

    UUID id() {
        return ids.next();
    }

    Instant now() {
        return time.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
