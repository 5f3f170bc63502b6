package io.counterfoil.domain.operator;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.secret.KeyedHash;
import io.counterfoil.domain.secret.Token;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** All operator tokens. */
@Singleton
public final class OperatorTokens {

    private static final String PREFIX = "op_";
    private static final Duration FRESH = Duration.ofMillis(500);

    private final Transactions transactions;
    private final KeyedHash hash;
    private final SecureRandom random;
    private final InstantSource time;
    private final Ids ids;
    private final Cache<ByteBuffer, Optional<OperatorToken>> known =
            Caffeine.newBuilder().expireAfterWrite(FRESH).maximumSize(10_000).build();

    @Inject
    public OperatorTokens(Transactions transactions, KeyedHash hash, SecureRandom random, InstantSource time, Ids ids) {
        this.transactions = transactions;
        this.hash = hash;
        this.random = random;
        this.time = time;
        this.ids = ids;
    }

    /** Makes a token and gives its secret, which is to be had only now. */
    public String createAndReveal(String name, Set<Caller.Role> roles) {
        Token secret = Token.random(random, PREFIX);
        OperatorToken token =
                new OperatorToken(ids.next(), name, roles, secret.lastFour(), hash(secret), time.instant());
        transactions.session(session -> session.insert(token));
        return secret.reveal();
    }

    /** Whether there is any: on a database where there is none, nobody has started before. */
    public boolean any() {
        return transactions.session(
                        session -> session.createSelectionQuery("select count(*) from OperatorToken", Long.class)
                                .getSingleResult())
                > 0;
    }

    /** Whoever holds this secret; empty when it is no token, or one that works no longer. */
    public Optional<Caller.Operator> authenticate(String text) {
        return Token.parse(PREFIX, text)
                .flatMap(secret -> known.get(ByteBuffer.wrap(hash(secret)), this::read))
                .filter(OperatorToken::works)
                .map(OperatorToken::caller);
    }

    private Optional<OperatorToken> read(ByteBuffer wanted) {
        return transactions.session(session -> session.createSelectionQuery(
                        "from OperatorToken where secretHash = :hash", OperatorToken.class)
                .setParameter("hash", wanted.array())
                .uniqueResultOptional());
    }

    private byte[] hash(Token secret) {
        return hash.of("operator token", secret.bytes());
    }
}
