package io.counterfoil.monitoring.period;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.UUID;

/** Whose report is asked for: the caller's own; operators and auditors name the merchant and the mode. */
public record Whose(UUID merchant, boolean livemode) {

    /**
     * Reads {@code merchant} and {@code livemode} where the caller is no merchant.
     *
     * @throws Problem that names the parameter which is missing
     */
    public static Whose of(UriInfo uri, Call call) {
        if (call.caller() instanceof Caller.MerchantKey key) {
            return new Whose(key.merchant(), key.livemode());
        }
        UUID merchant = Optional.ofNullable(uri.getQueryParameters().getFirst("merchant"))
                .flatMap(IdKind.MERCHANT::parse)
                .orElseThrow(() -> Problem.invalid("merchant", "Name the merchant that is asked about."));
        return new Whose(merchant, Boolean.parseBoolean(uri.getQueryParameters().getFirst("livemode")));
    }
}
