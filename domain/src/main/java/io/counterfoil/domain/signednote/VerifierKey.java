package io.counterfoil.domain.signednote;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A named Ed25519 key (RFC 8032) of one signature type, as verifier keys write it: {@code name+hash+base64}. */
final class VerifierKey {

    private final byte type;
    private final String name;
    private final int keyId;
    private final Ed25519PublicKeyParameters key;

    VerifierKey(byte type, String name, byte[] key) {
        if (!NoteSignature.NAME.matcher(name).matches()) {
            throw new InvalidNote("The name of a key is empty, or holds a space or a plus.");
        }
        this.type = type;
        this.name = name;
        this.keyId = keyId(type, name, key);
        try {
            this.key = new Ed25519PublicKeyParameters(key, 0);
        } catch (IllegalArgumentException notOnTheCurve) {
            throw new InvalidNote("The verifier key is no Ed25519 key.");
        }
    }

    /**
     * Reads a verifier key.
     *
     * @throws InvalidNote when it is malformed, of another type, or its hash is not that of its key
     */
    static VerifierKey parse(byte type, String text) {
        // base64 may hold a plus too, names may not
        String[] parts = text.split("\\+", 3);
        if (parts.length == 3) {
            byte[] key = NoteSignature.decode(parts[2]);
            if (key.length == 1 + Ed25519.PUBLIC_KEY_SIZE && key[0] == type) {
                VerifierKey read = new VerifierKey(type, parts[0], Arrays.copyOfRange(key, 1, key.length));
                if (read.text().equals(text)) {
                    return read;
                }
            }
        }
        throw new InvalidNote("The verifier key is malformed.");
    }

    String name() {
        return name;
    }

    int keyId() {
        return keyId;
    }

    String text() {
        byte[] typed = ByteBuffer.allocate(1 + Ed25519.PUBLIC_KEY_SIZE)
                .put(type)
                .put(key.getEncoded())
                .array();
        String hash = Integer.toHexString(keyId);
        return name + "+" + "0".repeat(8 - hash.length()) + hash + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    boolean made(NoteSignature signature) {
        return signature.name().equals(name) && signature.keyId() == keyId;
    }

    /**
     * Checks a signature.
     *
     * @throws InvalidNote when it is not this key's
     */
    void verify(byte[] message, byte[] signature) {
        if (signature.length != Ed25519.SIGNATURE_SIZE
                || !key.verify(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0)) {
            throw new InvalidNote("The signature is wrong.");
        }
    }

    private static int keyId(byte type, String name, byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            digest.update(type);
            return ByteBuffer.wrap(digest.digest(key)).getInt();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
