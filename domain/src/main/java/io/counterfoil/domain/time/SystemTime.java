package io.counterfoil.domain.time;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** The server's time source. Truncated to microseconds, so that what is hashed is what PostgreSQL gives back. */
final class SystemTime {

    @Produces
    @Singleton
    InstantSource instantSource() {
        InstantSource system = Clock.systemUTC();
        return () -> system.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
