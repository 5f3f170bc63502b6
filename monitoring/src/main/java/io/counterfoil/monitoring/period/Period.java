package io.counterfoil.monitoring.period;

import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Times;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The query of a report: from a time (a day ago by default) to before another (now by default), grouped by one thing.
 */
public record Period(Instant from, Instant to, String by) {

    private static final Duration USUAL = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(400);

    /**
     * Reads {@code from}, {@code to} and {@code by}.
     *
     * @param groupings what may be grouped by; the first where nothing is sent
     * @throws Problem that names the parameter which is not allowed
     */
    public static Period of(UriInfo uri, List<String> groupings, InstantSource time) {
        // what happens in this very instant is in it
        Instant to = Times.moment("to", parameter(uri, "to"), time.instant().plusMillis(1));
        Instant from = Times.moment("from", parameter(uri, "from"), to.minus(USUAL));
        if (!from.isBefore(to)) {
            throw Problem.invalid("from", "Send a time before the end of the period.");
        }
        if (from.plus(LONGEST).isBefore(to)) {
            throw Problem.invalid("from", "Send a period of at most " + LONGEST.toDays() + " days.");
        }
        String by = Optional.ofNullable(parameter(uri, "by")).orElse(groupings.get(0));
        if (!groupings.contains(by)) {
            throw Problem.invalid("by", "Send one of: " + String.join(", ", groupings) + ".");
        }
        return new Period(from, to, by);
    }

    private static @Nullable String parameter(UriInfo uri, String param) {
        return uri.getQueryParameters().getFirst(param);
    }
}
