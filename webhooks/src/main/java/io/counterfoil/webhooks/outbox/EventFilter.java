package io.counterfoil.webhooks.outbox;

import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Times;
import io.counterfoil.webhooks.endpoint.EventTypes;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a list of events, or of their deliveries, is narrowed down to.
 *
 * @param types all where there are none
 * @param from the first moment
 * @param to the first moment after
 */
public record EventFilter(List<String> types, Instant from, Instant to) {

    /** Narrows nothing. */
    public static final EventFilter ALL = new EventFilter(List.of(), Instant.EPOCH, Times.LATEST);

    /** An id begins with the time at which it was made: never so far from the time that its row says. */
    private static final Duration APART = Duration.ofHours(1);

    public EventFilter {
        types = List.copyOf(types);
    }

    /**
     * Reads the query parameters {@code type} (one, or a group such as {@code payment.*}), {@code from} and {@code to}.
     *
     * @throws Problem that names the parameter which is not allowed
     */
    public static EventFilter of(UriInfo uri) {
        MultivaluedMap<String, String> query = uri.getQueryParameters();
        return new EventFilter(
                types(query.getFirst("type")),
                Times.moment("from", query.getFirst("from"), ALL.from),
                Times.moment("to", query.getFirst("to"), ALL.to));
    }

    /** No row of the time has a lesser id: so that partitions of other days are not looked into. */
    public UUID firstId() {
        return Ids.firstAt(from.isBefore(Instant.EPOCH.plus(APART)) ? Instant.EPOCH : from.minus(APART));
    }

    /** All rows of the time have lesser ids. */
    public UUID endId() {
        return Ids.firstAt(to.plus(APART));
    }

    private static List<String> types(@Nullable String wanted) {
        if (wanted == null) {
            return List.of();
        }
        List<String> types = EventTypes.matching(wanted);
        if (types.isEmpty()) {
            throw Problem.invalid(
                    "type", "There is no such type. Send one such as payment.succeeded, or a group such as payment.*.");
        }
        return types;
    }
}
