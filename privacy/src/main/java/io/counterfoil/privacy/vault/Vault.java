package io.counterfoil.privacy.vault;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import io.counterfoil.domain.personaldata.Field;
import io.counterfoil.domain.personaldata.PersonalDataVault;
import io.counterfoil.domain.personaldata.SealBroken;
import io.counterfoil.domain.personaldata.Sealed;
import io.counterfoil.domain.secret.RootKey;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.UUID;

/**
 * AES-256-GCM (NIST SP 800-38D) under a key of the subject's own, or the merchant's where no subject is known, each derived
 * from the root key. The associated data is the whole place: merchant, subject, column and row.
 */
@Singleton
final class Vault implements PersonalDataVault {

    private static final UUID NOBODY = new UUID(0, 0);

    private final RootKey rootKey;
    private final Cache<Owner, Aead> keys = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofSeconds(10))
            .maximumSize(10_000)
            .build();

    @Inject
    Vault(RootKey rootKey) {
        this.rootKey = rootKey;
    }

    private record Owner(UUID merchant, UUID subject) {}

    @Override
    public Sealed seal(Field field, byte[] plaintext) {
        try {
            return new Sealed(key(field).encrypt(plaintext, place(field)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public byte[] open(Field field, Sealed sealed) {
        try {
            return key(field).decrypt(sealed.bytes(), place(field));
        } catch (GeneralSecurityException broken) {
            throw new SealBroken(field);
        }
    }

    private Aead key(Field field) {
        return keys.get(new Owner(field.merchant(), field.subject().orElse(NOBODY)), owner -> {
            try {
                return new AesGcmJce(rootKey.derive("vault: " + owner.merchant() + "/" + owner.subject()));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        });
    }

    private static byte[] place(Field field) {
        String place = String.join(
                "\n",
                field.merchant().toString(),
                field.subject().orElse(NOBODY).toString(),
                field.column(),
                field.row());
        return place.getBytes(StandardCharsets.UTF_8);
    }
}
