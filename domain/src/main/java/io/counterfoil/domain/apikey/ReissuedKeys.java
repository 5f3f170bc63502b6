package io.counterfoil.domain.apikey;

import io.counterfoil.domain.database.DatabaseRefused;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.secret.SecretSealer;
import io.counterfoil.domain.signal.Actor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.LockMode;

/**
 * Keys in the place of exposed ones. Whoever reports an exposure is not who may use the new key: its secret waits, sealed,
 * until the merchant collects it with another of its keys, and is gone with that.
 */
@Singleton
public final class ReissuedKeys {

    private static final String PURPOSE = "reissued api key";

    private final Transactions transactions;
    private final ApiKeys keys;
    private final ApiKeySecrets secrets;
    private final SecretSealer sealer;
    private final InstantSource time;

    @Inject
    public ReissuedKeys(
            Transactions transactions, ApiKeys keys, ApiKeySecrets secrets, SecretSealer sealer, InstantSource time) {
        this.transactions = transactions;
        this.keys = keys;
        this.secrets = secrets;
        this.sealer = sealer;
        this.time = time;
    }

    /**
     * What stands in the place of an exposed key.
     *
     * @param key the new key; empty where the exposed one had a successor, which the merchant has in its hands, or had
     *     expired
     * @param collectors keys of the merchant that may collect its secret
     * @param madeWith keys that were made with the exposed one and still work
     */
    public record Replacement(Optional<UUID> key, List<UUID> collectors, List<UUID> madeWith) {}

    /** What would stand in the place of a key, were it exposed now. */
    public Replacement rehearse(UUID key) {
        ApiKey exposed = keys.find(Reach.ALL, key).orElseThrow(Problem::notFound);
        List<UUID> collectors = keys.collectors(exposed.merchant(), exposed.livemode()).stream()
                .filter(other -> !other.equals(key))
                .toList();
        return new Replacement(Optional.empty(), collectors, keys.madeWith(exposed.merchant(), key));
    }

    /**
     * Makes a key like the exposed one, which is dead already, inside the running transaction; none where keys of its mode
     * can't be made.
     */
    public Replacement replace(UUID exposed, Actor actor) {
        Replacement others = rehearse(exposed);
        boolean nothingToReplace = keys.find(Reach.ALL, exposed)
                .filter(key -> key.hasSuccessor() || key.expired(time.instant()) || !keys.canMake(key.livemode()))
                .isPresent();
        return nothingToReplace
                ? others
                : new Replacement(Optional.of(reissue(exposed, actor)), others.collectors(), others.madeWith());
    }

    private UUID reissue(UUID exposed, Actor actor) {
        ApiKeys.Made made = keys.replace(exposed, actor);
        UUID merchant = made.key().merchant();
        UUID id = made.key().id();
        byte[] sealed =
                sealer.seal(PURPOSE, place(merchant, id), made.secret().reveal().getBytes(StandardCharsets.US_ASCII));
        transactions.session(session -> session.insert(new ReissuedKey(merchant, id, sealed, time.instant())));
        return id;
    }

    /**
     * Gives the secret, for the first and last time.
     *
     * @throws Problem 404 when there is no such key of this merchant and mode, 403 when it may do more than a restricted caller,
     *     409 when nothing waits (any more)
     */
    ApiKeys.Made collect(Reach reach, UUID id, Actor actor) {
        return transactions.session(session -> {
            ApiKey key = keys.find(reach, id).orElseThrow(Problem::notFound);
            ReissuedKey waiting = Optional.ofNullable(session.get(
                            ReissuedKey.class, new MerchantScopedId(key.merchant(), id), LockMode.PESSIMISTIC_WRITE))
                    .orElseThrow(() -> Problem.conflict(
                            "nothing_to_collect",
                            "The secret of this key was collected before, or never waited here."));
            keys.demandWithin(reach, key);
            session.delete(waiting);
            keys.collected(key, actor);
            String secret = open(key.merchant(), id, waiting);
            return new ApiKeys.Made(key, secrets.parse(secret).orElseThrow());
        });
    }

    private String open(UUID merchant, UUID id, ReissuedKey waiting) {
        try {
            return new String(sealer.open(PURPOSE, place(merchant, id), waiting.sealed()), StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException changed) {
            throw new DatabaseRefused("A sealed API key in the database was changed from outside.");
        }
    }

    private static String place(UUID merchant, UUID id) {
        return merchant + "/" + IdKind.API_KEY.text(id);
    }
}
