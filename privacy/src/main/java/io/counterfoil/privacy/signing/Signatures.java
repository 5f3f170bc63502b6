package io.counterfoil.privacy.signing;

import io.counterfoil.domain.database.DatabaseOpened;
import io.counterfoil.domain.database.DatabaseRefused;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.secret.SecretSealer;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Signs with ECDSA over P-256 and SHA-256 (FIPS 186-5): what every tool can check, {@code openssl dgst -sha256 -verify} first
 * of all. There is one key, made under the migration lock at the first start.
 */
@Singleton
public final class Signatures {

    private static final String ALGORITHM = "SHA256withECDSA";
    private static final String PURPOSE = "privacy signing key";

    private final Transactions transactions;
    private final SecretSealer sealer;
    private final Ids ids;
    private final InstantSource time;
    private volatile @Nullable Key key;

    @Inject
    public Signatures(Transactions transactions, SecretSealer sealer, Ids ids, InstantSource time) {
        this.transactions = transactions;
        this.sealer = sealer;
        this.ids = ids;
        this.time = time;
    }

    private record Key(PrivateKey secret, byte[] publicKey) {}

    /**
     * Signs bytes.
     *
     * @return the signature in DER
     */
    public byte[] sign(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key().secret());
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The public key in PEM. */
    public String publicKeyPem() {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key().publicKey());
        return "-----BEGIN PUBLIC KEY-----\n" + text + "\n-----END PUBLIC KEY-----\n";
    }

    /** A short name of the key: the beginning of the SHA-256 of its public half, in hex. */
    public String keyId() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key().publicKey());
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void establish(@Observes @Priority(30) DatabaseOpened opened) {
        key = transactions.session(session -> {
            SigningKeyRow row = session.createSelectionQuery("from SigningKeyRow order by id desc", SigningKeyRow.class)
                    .setMaxResults(1)
                    .uniqueResultOptional()
                    .orElseGet(() -> {
                        SigningKeyRow made = make();
                        session.insert(made);
                        return made;
                    });
            return open(row);
        });
    }

    private Key key() {
        return Objects.requireNonNull(key, "the signing key is used before the database was opened");
    }

    private SigningKeyRow make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            var id = ids.next();
            byte[] sealed =
                    sealer.seal(PURPOSE, id.toString(), pair.getPrivate().getEncoded());
            return new SigningKeyRow(id, pair.getPublic().getEncoded(), sealed, time.instant());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Key open(SigningKeyRow row) {
        try {
            byte[] secret = sealer.open(PURPOSE, row.id().toString(), row.sealed());
            return new Key(
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(secret)), row.publicKey());
        } catch (GeneralSecurityException changed) {
            throw new DatabaseRefused("The privacy signing key was changed in the database from outside.");
        }
    }
}
