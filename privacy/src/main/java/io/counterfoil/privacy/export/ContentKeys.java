package io.counterfoil.privacy.export;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.Field;
import io.counterfoil.domain.personaldata.PersonalDataVault;
import io.counterfoil.domain.personaldata.Sealed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The keys of copies: random, each sealed under the keys of all whose data it holds, one within the other. */
@Singleton
final class ContentKeys {

    private static final int LENGTH = 32;

    private final PersonalDataVault vault;
    private final SecureRandom random;

    @Inject
    ContentKeys(PersonalDataVault vault, SecureRandom random) {
        this.vault = vault;
        this.random = random;
    }

    /** A new key, to seal with and as it is stored. */
    record Made(Aead aead, byte[] sealed) {}

    Made make(MerchantScopedId request, List<UUID> customers) {
        byte[] key = new byte[LENGTH];
        random.nextBytes(key);
        try {
            byte[] sealed = key.clone();
            for (Optional<UUID> owner : owners(customers)) {
                sealed = vault.seal(place(request, owner), sealed).bytes();
            }
            return new Made(new AesGcmJce(key), sealed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /**
     * Opens a stored key.
     *
     * @throws io.counterfoil.domain.personaldata.SubjectErased when somebody in the copy was erased
     */
    Aead open(StoredExport export) {
        byte[] key = export.contentKey;
        List<Optional<UUID>> owners = owners(List.of(export.customers));
        for (int at = owners.size() - 1; at >= 0; at--) {
            key = vault.open(place(export.request(), owners.get(at)), new Sealed(key));
        }
        try {
            return new AesGcmJce(key);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static List<Optional<UUID>> owners(List<UUID> customers) {
        return customers.isEmpty()
                ? List.of(Optional.empty())
                : customers.stream().map(Optional::of).toList();
    }

    private static Field place(MerchantScopedId request, Optional<UUID> owner) {
        return new Field(request.merchantId(), owner, "export.content_key", IdKind.PRIVACY_REQUEST.text(request.id()));
    }
}
