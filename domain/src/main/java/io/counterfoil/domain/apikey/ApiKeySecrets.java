package io.counterfoil.domain.apikey;

import io.counterfoil.domain.secret.KeyedHash;
import io.counterfoil.domain.secret.Token;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** Makes the secrets of keys, reads them, and hashes them: the hash is all that is kept. */
@Singleton
final class ApiKeySecrets {

    /** The id of the key that hashes are made with: another one would be 2, and both would be looked for. */
    static final short HASH_KEY = 1;

    private static final List<String> PREFIXES = List.of("sk_test_", "sk_live_", "rk_test_", "rk_live_");

    private final SecureRandom random;
    private final KeyedHash hash;

    @Inject
    ApiKeySecrets(SecureRandom random, KeyedHash hash) {
        this.random = random;
        this.hash = hash;
    }

    /** {@code sk_} for a key that may do everything of its merchant, {@code rk_} for a restricted one. */
    Token random(boolean livemode, boolean restricted) {
        return Token.random(random, (restricted ? "rk_" : "sk_") + (livemode ? "live_" : "test_"));
    }

    /** Reads what a client sent; empty where it can't be a key. */
    Optional<Token> parse(String text) {
        return PREFIXES.stream()
                .flatMap(prefix -> Token.parse(prefix, text).stream())
                .findFirst();
    }

    byte[] hash(Token secret) {
        return hash.of("api key", secret.bytes());
    }
}
