package io.counterfoil.domain.signal;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Who acts, as the audit log names them.
 *
 * @param id {@code key_…} or {@code opt_…}; {@code anyone} without a credential, {@code system} for the server itself
 * @param address where they called from; empty for the server itself
 */
public record Actor(String id, String address) {

    /** The server by itself: at its first start, in background work. */
    public static final Actor SERVER = new Actor("system", "");

    /** Whoever sent this call. */
    public static Actor of(Call call) {
        return new Actor(name(call.caller()), call.address());
    }

    /** What they did: fired inside the transaction of the act. */
    public AuditedAct did(UUID merchant, String action, String object, Map<String, String> facts) {
        return new AuditedAct(Optional.of(merchant), id, action, object, "done", address, facts);
    }

    private static String name(Caller caller) {
        if (caller instanceof Caller.MerchantKey key) {
            return IdKind.API_KEY.text(key.key());
        }
        return caller instanceof Caller.Operator operator ? IdKind.OPERATOR_TOKEN.text(operator.token()) : "anyone";
    }
}
