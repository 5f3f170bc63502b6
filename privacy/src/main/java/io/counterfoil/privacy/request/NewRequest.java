package io.counterfoil.privacy.request;

import io.counterfoil.privacy.deadline.Regime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A request as it is received.
 *
 * @param customers whose data it is about, where somebody vouches for that; empty where it is still to be verified
 * @param email where letters go; only where the person gave it for this
 * @param language of letters
 */
public record NewRequest(
        UUID merchant,
        boolean livemode,
        RequestType type,
        Regime regime,
        Origin origin,
        List<UUID> customers,
        Optional<String> email,
        Locale language) {

    public NewRequest {
        customers = List.copyOf(customers);
    }

    /** Prints without the address. */
    @Override
    public String toString() {
        return "[new " + type.text() + " request]";
    }
}
