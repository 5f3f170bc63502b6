package io.counterfoil.domain.id;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** Makes identifiers: UUID version 7 (RFC 9562, section 5.7), 74 random bits behind the time in milliseconds. */
@Singleton
public final class Ids {

    private final InstantSource time;
    private final SecureRandom random;

    @Inject
    public Ids(InstantSource time, SecureRandom random) {
        this.time = time;
        this.random = random;
    }

    /** A new id, later than those of earlier milliseconds. */
    public UUID next() {
        long milliseconds = time.instant().toEpochMilli();
        long high = milliseconds << 16 | 0x7000 | random.nextInt(1 << 12);
        long low = random.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** The least id of a moment: a row of an earlier one has a lesser id, and its partition need not be looked into. */
    public static UUID firstAt(Instant moment) {
        return new UUID(moment.toEpochMilli() << 16, 0);
    }

    /** When an id was made, to the millisecond. */
    public static Instant timeOf(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }
}
