package io.counterfoil.webhooks.sending;

import io.counterfoil.domain.database.MerchantScopedId;
import java.util.Optional;
import java.util.UUID;

/**
 * A delivery that this server may send now.
 *
 * @param attempt which attempt this will be, from 1
 * @param troubled whether the endpoint's last attempts failed
 * @param body the event as it is sent
 * @param customer whom the event is about, where it is about one
 */
record Claimed(
        UUID merchant,
        UUID delivery,
        UUID endpoint,
        UUID event,
        int attempt,
        boolean troubled,
        String body,
        Optional<UUID> customer) {

    /** The endpoint, with its merchant. */
    MerchantScopedId endpointKey() {
        return new MerchantScopedId(merchant, endpoint);
    }
}
