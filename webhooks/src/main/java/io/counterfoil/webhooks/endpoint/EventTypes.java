package io.counterfoil.webhooks.endpoint;

import io.counterfoil.domain.rest.Problem;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The types of events that there are, and the patterns that an endpoint chooses among them. */
public final class EventTypes {

    /** What a test sends. It goes to the endpoint under test, whatever that one has chosen. */
    public static final String PING = "ping";

    private static final String ALL = "*";

    private static final Set<String> KNOWN = Set.of(
            "payment.succeeded",
            "payment.failed",
            "payment.processing",
            "payment.captured",
            "payment.voided",
            "refund.succeeded",
            "refund.failed",
            "api_key.rolled",
            "api_key.revoked",
            "customer.erased",
            "privacy_request.completed",
            "alert.raised",
            "incident.opened",
            PING);

    private EventTypes() {}

    /**
     * Checks what an endpoint chose: {@code *}, {@code payment.*} or whole types.
     *
     * @throws Problem that names the member
     */
    static List<String> check(@Nullable List<@Nullable String> chosen) {
        if (chosen == null || chosen.isEmpty()) {
            throw Problem.invalid("event_types", "Send the types that are wanted, or [\"*\"] for all.");
        }
        Set<String> types = new TreeSet<>();
        for (int i = 0; i < chosen.size(); i++) {
            String type = chosen.get(i);
            if (type == null || matching(type).isEmpty()) {
                throw Problem.invalid(
                        "event_types[" + i + "]",
                        "There is no such type. Send *, a group such as payment.*, or a type such as"
                                + " payment.succeeded.");
            }
            types.add(type);
        }
        return List.copyOf(types);
    }

    /** The patterns that a type matches. */
    public static List<String> patterns(String type) {
        int dot = type.indexOf('.');
        return dot < 0 ? List.of(ALL, type) : List.of(ALL, type.substring(0, dot) + ".*", type);
    }

    /** The types that a pattern matches; none where there is no such type. */
    public static List<String> matching(String pattern) {
        return KNOWN.stream()
                .filter(type -> patterns(type).contains(pattern))
                .sorted()
                .toList();
    }
}
