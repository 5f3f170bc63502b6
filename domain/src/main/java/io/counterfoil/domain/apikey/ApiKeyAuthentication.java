package io.counterfoil.domain.apikey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.rest.Caller;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Tells who holds a secret. A key is read anew twice a second: so one that is revoked dies within a second on every
 * server, without any messages between them, and a busy key costs two reads a second.
 */
@Singleton
public final class ApiKeyAuthentication {

    private static final Duration FRESH = Duration.ofMillis(500);
    private static final int MOST = 100_000;

    private final Transactions transactions;
    private final ApiKeySecrets secrets;
    private final InstantSource time;
    private final Cache<ByteBuffer, Optional<ApiKey>> known =
            Caffeine.newBuilder().expireAfterWrite(FRESH).maximumSize(MOST).build();

    @Inject
    public ApiKeyAuthentication(Transactions transactions, ApiKeySecrets secrets, InstantSource time) {
        this.transactions = transactions;
        this.secrets = secrets;
        this.time = time;
    }

    /** Whoever holds this secret; empty when it is no key, or one that works no longer. */
    public Optional<Caller.MerchantKey> authenticate(String text) {
        return secrets.parse(text)
                .flatMap(secret -> known.get(ByteBuffer.wrap(secrets.hash(secret)), this::read))
                .filter(key -> key.worksAt(time.instant()))
                .map(ApiKey::caller);
    }

    private Optional<ApiKey> read(ByteBuffer hash) {
        return transactions.session(
                session -> session.createSelectionQuery("from ApiKey where secretHash = :hash", ApiKey.class)
                        .setParameter("hash", hash.array())
                        .uniqueResultOptional());
    }
}
