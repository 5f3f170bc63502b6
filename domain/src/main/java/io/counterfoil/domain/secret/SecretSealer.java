package io.counterfoil.domain.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Seals secrets that the server must be able to use again: AES-256-GCM (NIST SP 800-38D) under keys derived from the root
 * key, one for each purpose. Each seal is bound to the place it belongs to.
 */
@Singleton
public final class SecretSealer {

    private final RootKey rootKey;
    private final Map<String, Aead> sealers = new ConcurrentHashMap<>();

    @Inject
    public SecretSealer(RootKey rootKey) {
        this.rootKey = rootKey;
    }

    /**
     * Seals.
     *
     * @param place what the seal is bound to, such as a merchant's and a row's id
     */
    public byte[] seal(String purpose, String place, byte[] secret) {
        try {
            return sealer(purpose).encrypt(secret, place.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Opens what was sealed for this purpose and place.
     *
     * @throws GeneralSecurityException when it was sealed for another one, under another root key, or was changed
     */
    public byte[] open(String purpose, String place, byte[] sealed) throws GeneralSecurityException {
        return sealer(purpose).decrypt(sealed, place.getBytes(StandardCharsets.UTF_8));
    }

    private Aead sealer(String purpose) {
        return sealers.computeIfAbsent(purpose, name -> {
            try {
                return new AesGcmJce(rootKey.derive("seal: " + name));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        });
    }
}
