package io.counterfoil.domain.apikey;

import io.counterfoil.domain.network.Network;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Scopes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /**
     * The same, within what a restricted key allows that asks for it: else it could make itself a better one.
     *
     * @throws Problem 403 that names what is beyond it
     */
    NewApiKey within(NewApiKey maker) {
        if (!maker.restricted()) {
            return this;
        }
        Set<String> held = Set.copyOf(maker.scopes);
        if (scopes.isEmpty() || !scopes.stream().allMatch(scope -> Scopes.cover(held, scope))) {
            throw beyond("scopes");
        }
        List<Network> limits = networks(maker.ipAllowList);
        List<String> places = ipAllowList.isEmpty() ? maker.ipAllowList : ipAllowList;
        if (!limits.isEmpty()
                && !networks(places).stream()
                        .allMatch(place -> limits.stream().anyMatch(limit -> limit.contains(place)))) {
            throw beyond("ip_allow_list");
        }
        if (maker.expiresAt.isPresent()
                && expiresAt.map(end -> end.isAfter(maker.expiresAt.get())).orElse(false)) {
            throw beyond("expires_at");
        }
        return new NewApiKey(merchant, livemode, name, scopes, places, expiresAt.or(maker::expiresAt));
    }

    private static List<Network> networks(List<String> texts) {
        return texts.stream().flatMap(text -> Network.parse(text).stream()).toList();
    }

    private static Problem beyond(String param) {
        return Problem.forbidden("beyond_own_limits", "A restricted key makes keys within its own limits only.")
                .with("param", param);
    }

    boolean restricted() {
        return !scopes.isEmpty();
    }
}
