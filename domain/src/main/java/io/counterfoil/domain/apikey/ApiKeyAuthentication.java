package io.counterfoil.domain.apikey;

import io.counterfoil.domain.cache.RecentLooks;
import io.counterfoil.domain.database.Transactions;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Tells who holds a secret. What is known of a key is at most {@link RecentLooks#OLDEST} old, so one that is revoked dies
 * within a second on every server.
 */
@Singleton
public final class ApiKeyAuthentication {

    private static final int MOST = 100_000;

    private final Transactions transactions;
    private final ApiKeySecrets secrets;
    private final InstantSource time;
    private final RecentLooks<ByteBuffer, Optional<KnownKey>> known;

    @Inject
    public ApiKeyAuthentication(
            Transactions transactions,
            ApiKeySecrets secrets,
            InstantSource time,
            ManagedScheduledExecutorService background) {
        this.transactions = transactions;
        this.secrets = secrets;
        this.time = time;
        this.known = new RecentLooks<>(MOST, background, this::read);
    }

    /** The key of this secret; empty when it is none, or one that works no longer. */
    public Optional<KnownKey> authenticate(String text) {
        return secrets.parse(text)
                .flatMap(secret -> known.get(ByteBuffer.wrap(secrets.hash(secret))))
                .filter(key -> key.worksAt(time.instant()));
    }

    void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) ApiKeyRevoked revoked) {
        known.forget(look ->
                look.filter(key -> key.caller().key().equals(revoked.key())).isPresent());
    }

    private Optional<KnownKey> read(ByteBuffer hash) {
        return transactions.session(session -> session.createSelectionQuery(
                        "from ApiKey where secretHash = :hash and hashKeyId = :hashKey", ApiKey.class)
                .setParameter("hash", hash.array())
                .setParameter("hashKey", ApiKeySecrets.HASH_KEY)
                .uniqueResultOptional()
                .filter(key -> key.hasHash(hash.array()))
                .map(ApiKey::known));
    }
}
