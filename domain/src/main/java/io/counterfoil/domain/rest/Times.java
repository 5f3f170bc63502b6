package io.counterfoil.domain.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Checks of members that hold a time. */
public final class Times {

    private Times() {}

    /**
     * A time to come, to the microsecond.
     *
     * @throws Problem that names the member
     */
    public static Instant toCome(String param, String text, Instant now) {
        try {
            Instant time = Instant.parse(text).truncatedTo(ChronoUnit.MICROS);
            if (time.isAfter(now) && time.isBefore(Instant.parse("9999-12-31T00:00:00Z"))) {
                return time;
            }
        } catch (DateTimeException unreadable) {
            // refused below, like a time that is past
        }
        throw Problem.invalid(param, "Send a time to come, such as 2030-01-31T00:00:00Z.");
    }
}
