package io.counterfoil.domain.apikey;

import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import java.util.Optional;
import java.util.UUID;

/**
 * Which keys somebody can reach: of their own merchant and mode, or any. What is out of reach is not there.
 *
 * @param owner none for an operator, who reaches all
 */
record Reach(Optional<Caller.MerchantKey> owner) {

    static final Reach ALL = new Reach(Optional.empty());

    static Reach of(Call call) {
        return call.caller() instanceof Caller.MerchantKey key ? new Reach(Optional.of(key)) : ALL;
    }

    boolean holds(UUID merchant, boolean livemode) {
        return owner.map(own -> own.merchant().equals(merchant) && own.livemode() == livemode)
                .orElse(true);
    }

    /** The caller's own key, which limits what it may make, where it is a restricted one. */
    Optional<UUID> restrictedMaker() {
        return owner.filter(own -> !own.scopes().isEmpty()).map(Caller.MerchantKey::key);
    }
}
