package io.counterfoil.domain.signal;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Who did what to which object, from where, with what result; fired inside the transaction of the act, which doesn't
 * commit without its audit entry.
 *
 * @param merchant whose object it is; none where it is the whole server's
 * @param actor an id as it stands outside ({@code key_…}), the kind of a caller without one, or {@code system}
 * @param action what was done, {@code object.verb} in snake_case, such as {@code api_key.revoked}
 * @param object an id as it stands outside, or a name such as that of a setting
 * @param result {@code done}, {@code refused} or {@code failed}
 * @param address where the actor called from; empty for the server itself
 * @param facts further ids and figures: no secret, no free text, nothing personal
 */
public record AuditedAct(
        Optional<UUID> merchant,
        String actor,
        String action,
        String object,
        String result,
        String address,
        Map<String, String> facts) {

    public AuditedAct {
        facts = Map.copyOf(facts);
    }
}
