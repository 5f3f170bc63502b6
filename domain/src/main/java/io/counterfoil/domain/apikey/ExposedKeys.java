package io.counterfoil.domain.apikey;

import io.counterfoil.domain.signal.Actor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** Keys that somebody else was seen to have, found by their secret. */
@Singleton
public final class ExposedKeys {

    private final ApiKeys keys;

    @Inject
    public ExposedKeys(ApiKeys keys) {
        this.keys = keys;
    }

    /**
     * A key of ours.
     *
     * @param worked whether it did until now
     * @param known whether it was reported before
     */
    public record Exposed(UUID merchant, boolean livemode, UUID key, boolean worked, boolean known) {}

    /** Ends the key with this secret for good, in the running transaction; empty when it is none of ours. */
    public Optional<Exposed> end(String secret, Exposure exposure, Actor actor) {
        return keys.bySecret(secret).map(key -> {
            boolean worked = keys.expose(key.id(), exposure, actor);
            return new Exposed(key.merchant(), key.livemode(), key.id(), worked, key.exposed());
        });
    }

    /** Whether a secret belongs to a working key, and to which mode. */
    public Optional<Boolean> worksInLiveMode(String secret) {
        return keys.bySecret(secret).filter(keys::works).map(ApiKey::livemode);
    }

    /** Notes that a working key was seen, and lets it work on; empty when it is none of ours, or dead. */
    public Optional<Exposed> note(String secret) {
        return keys.bySecret(secret).filter(keys::works).map(key -> {
            keys.seenInPlain(key.id());
            return new Exposed(key.merchant(), key.livemode(), key.id(), true, key.exposed());
        });
    }
}
