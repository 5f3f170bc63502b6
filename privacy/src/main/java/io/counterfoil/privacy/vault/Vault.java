package io.counterfoil.privacy.vault;

import com.google.crypto.tink.Aead;
import io.counterfoil.domain.personaldata.Field;
import io.counterfoil.domain.personaldata.PersonalDataVault;
import io.counterfoil.domain.personaldata.SealBroken;
import io.counterfoil.domain.personaldata.Sealed;
import io.counterfoil.domain.personaldata.SubjectErased;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;

/**
 * AES-256-GCM (NIST SP 800-38D) under the subject's key, or the merchant's where no subject is known. The associated data
 * is the whole place: merchant, subject, column and row. The first byte says how the rest is sealed.
 */
@Singleton
final class Vault implements PersonalDataVault {

    private static final byte FORMAT = 1;
    private static final UUID NOBODY = new UUID(0, 0);

    private final SubjectKeys keys;

    @Inject
    Vault(SubjectKeys keys) {
        this.keys = keys;
    }

    @Override
    public void demandKeys() {
        keys.demand();
    }

    @Override
    public Sealed seal(Field field, byte[] plaintext) {
        try {
            byte[] sealed = key(field).encrypt(plaintext, place(field));
            byte[] bytes = new byte[1 + sealed.length];
            bytes[0] = FORMAT;
            System.arraycopy(sealed, 0, bytes, 1, sealed.length);
            return new Sealed(bytes);
        } catch (KeyBroken damaged) {
            throw new SealBroken(field);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public byte[] open(Field field, Sealed sealed) {
        byte[] bytes = sealed.bytes();
        if (bytes.length == 0 || bytes[0] != FORMAT) {
            throw new SealBroken(field);
        }
        try {
            byte[] rest = new byte[bytes.length - 1];
            System.arraycopy(bytes, 1, rest, 0, rest.length);
            return key(field).decrypt(rest, place(field));
        } catch (GeneralSecurityException | KeyBroken broken) {
            throw new SealBroken(field);
        }
    }

    private Aead key(Field field) {
        return field.subject()
                .map(subject -> keys.ofSubject(field.merchant(), subject).orElseThrow(SubjectErased::new))
                .orElseGet(() -> keys.ofMerchant(field.merchant()));
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
