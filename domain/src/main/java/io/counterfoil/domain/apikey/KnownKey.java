package io.counterfoil.domain.apikey;

import io.counterfoil.domain.network.Network;
import io.counterfoil.domain.rest.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What authentication keeps of a key between two looks at the database.
 *
 * @param networks where it may be used from, if that is {@code limited}
 */
public record KnownKey(
        Caller.MerchantKey caller,
        List<Network> networks,
        boolean limited,
        boolean alive,
        Optional<Instant> expiresAt) {

    boolean worksAt(Instant now) {
        return alive && expiresAt.map(end -> end.isAfter(now)).orElse(true);
    }

    /** Whether it may be used from here. An address that can't be read is none of those allowed. */
    public boolean worksFrom(String address) {
        return !limited
                || Network.address(address)
                        .filter(client -> networks.stream().anyMatch(network -> network.contains(client)))
                        .isPresent();
    }
}
