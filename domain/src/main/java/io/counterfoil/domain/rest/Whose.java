package io.counterfoil.domain.rest;

import io.counterfoil.domain.id.IdKind;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.UUID;

/**
 * Whose objects are asked for: the caller's own merchant and mode; for operators, auditors and privacy officers the merchant
 * and mode that they name, or all.
 */
public record Whose(Optional<UUID> merchant, Optional<Boolean> livemode) {

    /**
     * Reads {@code merchant} and {@code livemode} where the caller is no merchant.
     *
     * @throws Problem that names the parameter which can't be read
     */
    public static Whose of(UriInfo uri, Call call) {
        if (call.caller() instanceof Caller.MerchantKey key) {
            return new Whose(Optional.of(key.merchant()), Optional.of(key.livemode()));
        }
        return new Whose(
                parameter(uri, "merchant")
                        .map(text -> IdKind.MERCHANT
                                .parse(text)
                                .orElseThrow(() -> Problem.invalid("merchant", "Send the id of a merchant."))),
                parameter(uri, "livemode").map(Whose::flag));
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Problem.invalid("livemode", "Send true or false.");
        };
    }

    private static Optional<String> parameter(UriInfo uri, String name) {
        return Optional.ofNullable(uri.getQueryParameters().getFirst(name));
    }
}
