package io.counterfoil.domain.secret;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 (RFC 2104) under keys derived from the root key, one for each purpose: the same bytes hashed for two
 * purposes have nothing in common, and nobody without the root key can test a guess.
 */
@Singleton
public final class KeyedHash {

    private static final String ALGORITHM = "HmacSHA256";

    private final RootKey rootKey;
    private final Map<String, SecretKeySpec> keys = new ConcurrentHashMap<>();

    @Inject
    public KeyedHash(RootKey rootKey) {
        this.rootKey = rootKey;
    }

    /**
     * The hash of some bytes.
     *
     * @return 32 bytes
     */
    public byte[] of(String purpose, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(keys.computeIfAbsent(
                    purpose, name -> new SecretKeySpec(rootKey.derive("keyed hash: " + name), ALGORITHM)));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
