package io.counterfoil.domain.apikey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a key is to be like.
 *
 * @param scopes such as {@code payments:read}; none for a key that may do everything of its merchant
 * @param ipAllowList the networks (CIDR) that it may be used from; none for any
 */
public record NewApiKey(
        UUID merchant,
        boolean livemode,
        String name,
        List<String> scopes,
        List<String> ipAllowList,
        Optional<Instant> expiresAt) {

    /** A key without restrictions. */
    public static NewApiKey unrestricted(UUID merchant, boolean livemode, String name) {
        return new NewApiKey(merchant, livemode, name, List.of(), List.of(), Optional.empty());
    }

    boolean restricted() {
        return !scopes.isEmpty();
    }
}
