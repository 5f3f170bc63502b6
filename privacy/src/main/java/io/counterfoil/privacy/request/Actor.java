package io.counterfoil.privacy.request;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;

/**
 * Who does something to a request, as the audit names it.
 *
 * @param name an id as it stands outside, {@code subject} or {@code system}
 * @param address where it came from; empty for the server, and for people, of whom the audit keeps no addresses
 */
public record Actor(String name, String address) {

    public static final Actor SYSTEM = new Actor("system", "");
    public static final Actor SUBJECT = new Actor("subject", "");

    public static Actor of(Call call) {
        if (call.caller() instanceof Caller.MerchantKey key) {
            return new Actor(IdKind.API_KEY.text(key.key()), call.address());
        }
        return call.caller() instanceof Caller.Operator operator
                ? new Actor(IdKind.OPERATOR_TOKEN.text(operator.token()), call.address())
                : SUBJECT;
    }
}
