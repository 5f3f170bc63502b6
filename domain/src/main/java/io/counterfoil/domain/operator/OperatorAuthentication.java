package io.counterfoil.domain.operator;

import io.counterfoil.domain.cache.RecentLooks;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.rest.Caller;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;

/** Tells which operator holds a secret; one that is revoked dies within a second on every server. */
@Singleton
public final class OperatorAuthentication {

    private static final int MOST = 10_000;

    private final Transactions transactions;
    private final OperatorSecrets secrets;
    private final InstantSource time;
    private final RecentLooks<ByteBuffer, Optional<OperatorToken>> known;

    @Inject
    public OperatorAuthentication(
            Transactions transactions,
            OperatorSecrets secrets,
            InstantSource time,
            ManagedScheduledExecutorService background) {
        this.transactions = transactions;
        this.secrets = secrets;
        this.time = time;
        this.known = new RecentLooks<>(MOST, background, this::read);
    }

    /** Whoever holds this secret; empty when it is no token, or one that works no longer. */
    public Optional<Caller.Operator> authenticate(String text) {
        return secrets.parse(text)
                .flatMap(secret -> known.get(ByteBuffer.wrap(secrets.hash(secret))))
                .filter(token -> token.worksAt(time.instant()))
                .map(OperatorToken::caller);
    }

    private Optional<OperatorToken> read(ByteBuffer hash) {
        return transactions.session(session -> session.createSelectionQuery(
                        "from OperatorToken where secretHash = :hash", OperatorToken.class)
                .setParameter("hash", hash.array())
                .uniqueResultOptional()
                .filter(token -> token.hasHash(hash.array())));
    }
}
