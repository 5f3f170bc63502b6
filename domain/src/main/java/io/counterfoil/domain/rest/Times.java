package io.counterfoil.domain.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Checks of members and parameters that hold a time. */
public final class Times {

    /** Later than anything that is kept. */
    public static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

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

    /**
     * A moment in UTC, or the beginning of a day.
     *
     * @param otherwise where nothing was sent
     * @throws Problem that names the parameter
     */
    public static Instant moment(String param, @Nullable String text, Instant otherwise) {
        if (text == null) {
            return otherwise;
        }
        try {
            Instant moment = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
            if (!moment.isBefore(Instant.EPOCH) && !moment.isAfter(LATEST)) {
                return moment;
            }
        } catch (DateTimeException unreadable) {
            // refused below, like a time that nobody means
        }
        throw Problem.invalid(param, "Send a time in UTC such as 2030-01-31T00:00:00Z, or a day such as 2030-01-31.");
    }
}
