package io.counterfoil.domain.operator;

import io.counterfoil.domain.secret.KeyedHash;
import io.counterfoil.domain.secret.Token;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Optional;

/** Makes the secrets of operator tokens, reads them, and hashes them: the hash is all that is kept. */
@Singleton
final class OperatorSecrets {

    private static final String PREFIX = "op_";

    private final SecureRandom random;
    private final KeyedHash hash;

    @Inject
    OperatorSecrets(SecureRandom random, KeyedHash hash) {
        this.random = random;
        this.hash = hash;
    }

    Token random() {
        return Token.random(random, PREFIX);
    }

    Optional<Token> parse(String text) {
        return Token.parse(PREFIX, text);
    }

    byte[] hash(Token secret) {
        return hash.of("operator token", secret.bytes());
    }
}
