package io.counterfoil.monitoring.audit;

import io.counterfoil.domain.rest.Problem;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted.
 *
 * @param from the first moment
 * @param to the first moment after
 * @param members exact values of actor, action, object
 */
record AuditFilter(Instant from, Instant to, Map<String, String> members) {

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    AuditFilter {
        members = Map.copyOf(members);
    }

    /**
     * Reads the query parameters.
     *
     * @throws Problem that names the parameter which is not allowed
     */
    static AuditFilter of(UriInfo uri) {
        MultivaluedMap<String, String> query = uri.getQueryParameters();
        Map<String, String> members = new TreeMap<>();
        for (String member : new String[] {"actor", "action", "object"}) {
            String value = query.getFirst(member);
            if (value != null) {
                members.put(member, value);
            }
        }
        return new AuditFilter(
                moment("from", query.getFirst("from"), Instant.EPOCH),
                moment("to", query.getFirst("to"), LATEST),
                members);
    }

    /** The same, and a little before and after. */
    AuditFilter widened(Duration margin) {
        Instant earlier = from.isBefore(Instant.EPOCH.plus(margin)) ? Instant.EPOCH : from.minus(margin);
        return new AuditFilter(earlier, to.isAfter(LATEST.minus(margin)) ? LATEST : to.plus(margin), members);
    }

    /** The least id of the time. */
    UUID first() {
        return leastAt(from);
    }

    /** The least id after it. */
    UUID end() {
        return leastAt(to);
    }

    static UUID leastAt(Instant time) {
        return new UUID(time.toEpochMilli() << 16, 0);
    }

    private static Instant moment(String param, @Nullable String text, Instant otherwise) {
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
