package io.counterfoil.domain.ratelimit;

import io.counterfoil.domain.rest.Problem;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A merchant's limits as an operator sets them; what is missing or null is as for everybody. */
record SetLimits(
        @Nullable Integer requestsPerSecond,
        @Nullable Integer burst,
        @Nullable Integer moneyPerSecond,
        @Nullable Integer concurrentRequests) {

    private static final int MOST = 1_000_000;

    /**
     * Sees that every value is a limit that can be kept.
     *
     * @throws Problem that names the member
     */
    SetLimits checked() {
        members().forEach((member, value) -> {
            if (value < 1 || value > MOST) {
                throw Problem.invalid(
                        member, "Send a whole number from 1 to " + MOST + ", or nothing for the standard.");
            }
        });
        return this;
    }

    /** What is set, for the audit log. */
    Map<String, String> facts() {
        Map<String, String> facts = new HashMap<>();
        members().forEach((member, value) -> facts.put(member, Integer.toString(value)));
        return facts;
    }

    private Map<String, Integer> members() {
        Map<String, Integer> members = new HashMap<>();
        put(members, "requests_per_second", requestsPerSecond);
        put(members, "burst", burst);
        put(members, "money_per_second", moneyPerSecond);
        put(members, "concurrent_requests", concurrentRequests);
        return members;
    }

    private static void put(Map<String, Integer> members, String member, @Nullable Integer value) {
        if (value != null) {
            members.put(member, value);
        }
    }
}
