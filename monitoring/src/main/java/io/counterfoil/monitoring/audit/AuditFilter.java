package io.counterfoil.monitoring.audit;

import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Times;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Which entries are wanted.
 *
 * @param from the first moment
 * @param to the first moment after
 * @param members exact values of actor, action, object
 */
record AuditFilter(Instant from, Instant to, Map<String, String> members) {

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
                Times.moment("from", query.getFirst("from"), Instant.EPOCH),
                Times.moment("to", query.getFirst("to"), Times.LATEST),
                members);
    }

    /** The same, and a little before and after. */
    AuditFilter widened(Duration margin) {
        Instant earlier = from.isBefore(Instant.EPOCH.plus(margin)) ? Instant.EPOCH : from.minus(margin);
        return new AuditFilter(
                earlier, to.isAfter(Times.LATEST.minus(margin)) ? Times.LATEST : to.plus(margin), members);
    }

    /** The least id of the time. */
    UUID first() {
        return Ids.firstAt(from);
    }

    /** The least id after it. */
    UUID end() {
        return Ids.firstAt(to);
    }
}
