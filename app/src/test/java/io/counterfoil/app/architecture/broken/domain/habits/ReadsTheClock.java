package io.counterfoil.app.architecture.broken.domain.habits;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.function.Supplier;

class ReadsTheClock {

    Instant now() {
        return Instant.now();
    }

    Supplier<Instant> nowByReference() {
        return Instant::now;
    }

    LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    Clock clock() {
        return Clock.systemUTC();
    }

    InstantSource source() {
        return InstantSource.system();
    }

    long millis() {
        return System.currentTimeMillis();
    }

    Date date() {
        return new Date();
    }

    /** Innocent: the time comes from outside. */
    LocalDate innocent(Clock clock, Date stored) {
        return LocalDate.now(clock).plusDays(new Date(stored.getTime()).getTime());
    }
}
