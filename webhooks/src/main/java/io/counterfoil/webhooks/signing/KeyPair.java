package io.counterfoil.webhooks.signing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A key whose public half anyone may have: Ed25519 (RFC 8032). Signs as {@code v1a}. The public half is published raw
 * and as SubjectPublicKeyInfo (RFC 8410), because verifiers disagree about which they take.
 */
final class KeyPair {

    static final int SEED_LENGTH = Ed25519.SECRET_KEY_SIZE;

    private static final String PREFIX = "whpk_";

    private final Ed25519PrivateKeyParameters key;

    KeyPair(byte[] seed) {
        this.key = new Ed25519PrivateKeyParameters(seed, 0);
    }

    static KeyPair random(SecureRandom random) {
        return new KeyPair(new Ed25519PrivateKeyParameters(random).getEncoded());
    }

    byte[] seed() {
        return key.getEncoded();
    }

    /** {@code whpk_} and the base64 of the 32 bytes. */
    String publicKey() {
        return PREFIX
                + Base64.getEncoder().encodeToString(key.generatePublicKey().getEncoded());
    }

    /** The base64 of the DER of the SubjectPublicKeyInfo. */
    String publicKeySpki() {
        try {
            return Base64.getEncoder()
                    .encodeToString(SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key.generatePublicKey())
                            .getEncoded());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    String sign(Message message) {
        byte[] bytes = message.signedBytes();
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        key.sign(Ed25519.Algorithm.Ed25519, null, bytes, 0, bytes.length, signature, 0);
        return "v1a," + Base64.getEncoder().encodeToString(signature);
    }
}
