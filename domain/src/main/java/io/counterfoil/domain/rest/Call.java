package io.counterfoil.domain.rest;

import io.counterfoil.domain.id.IdKind;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.List;

/**
 * One call of the API as the edge saw it. Resources get it through the standard {@code @Context SecurityContext}.
 *
 * @param idempotencyKeys the lines of the {@code Idempotency-Key} header as they were sent; their meaning is the
 *     business of idempotency
 * @param address the client's address
 */
public record Call(
        Caller caller, String requestId, String method, String path, List<String> idempotencyKeys, String address)
        implements Principal {

    /** The call that is being answered. */
    public static Call of(SecurityContext context) {
        return (Call) context.getUserPrincipal();
    }

    /** The same call, by whoever it turned out to be. */
    public Call by(Caller known) {
        return new Call(known, requestId, method, path, idempotencyKeys, address);
    }

    /** The merchant's key that is calling; the edge has already refused everybody else. */
    public Caller.MerchantKey merchantKey() {
        if (caller instanceof Caller.MerchantKey key) {
            return key;
        }
        throw Problem.forbidden("merchant_key_required", "Call this with a merchant's API key.");
    }

    /** Who calls, as logs of what was done name it: the id of a key or token as it stands outside, or {@code anyone}. */
    public String actor() {
        if (caller instanceof Caller.MerchantKey key) {
            return IdKind.API_KEY.text(key.key());
        }
        return caller instanceof Caller.Operator operator ? IdKind.OPERATOR_TOKEN.text(operator.token()) : "anyone";
    }

    @Override
    public String getName() {
        return requestId;
    }
}
