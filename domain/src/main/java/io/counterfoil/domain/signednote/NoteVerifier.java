package io.counterfoil.domain.signednote;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** The public half of a key that signs notes: Ed25519 (RFC 8032), signature type 1. */
public final class NoteVerifier {

    private static final byte TYPE = 1;

    private final String name;
    private final int keyId;
    private final Ed25519PublicKeyParameters key;

    NoteVerifier(String name, byte[] key) {
        if (!NoteSignature.NAME.matcher(name).matches()) {
            throw new InvalidNote("The name of a key is empty, or holds a space or a plus.");
        }
        this.name = name;
        this.keyId = keyId(name, key);
        try {
            this.key = new Ed25519PublicKeyParameters(key, 0);
        } catch (IllegalArgumentException notOnTheCurve) {
            throw new InvalidNote("The verifier key is no Ed25519 key.");
        }
    }

    /**
     * Reads a verifier key, {@code name+hash+base64}, as {@link #text} gives it.
     *
     * @throws InvalidNote when it is malformed, of another type, or its hash is not that of its key
     */
    public static NoteVerifier parse(String text) {
        // base64 may hold a plus too, names may not
        String[] parts = text.split("\\+", 3);
        if (parts.length == 3) {
            byte[] key = NoteSignature.decode(parts[2]);
            if (key.length == 1 + Ed25519.PUBLIC_KEY_SIZE && key[0] == TYPE) {
                NoteVerifier verifier = new NoteVerifier(parts[0], Arrays.copyOfRange(key, 1, key.length));
                if (verifier.text().equals(text)) {
                    return verifier;
                }
            }
        }
        throw new InvalidNote("The verifier key is malformed.");
    }

    public String name() {
        return name;
    }

    /** The first four bytes of SHA-256(name, newline, type, public key): which key of this name it is. */
    public int keyId() {
        return keyId;
    }

    /** The verifier key as other tools take it, {@code name+hash+base64}. */
    public String text() {
        byte[] typed = ByteBuffer.allocate(1 + Ed25519.PUBLIC_KEY_SIZE)
                .put(TYPE)
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
     * Checks a signature over a note's text.
     *
     * @throws InvalidNote when it is not this key's
     */
    void verify(byte[] text, byte[] signature) {
        if (signature.length != Ed25519.SIGNATURE_SIZE
                || !key.verify(Ed25519.Algorithm.Ed25519, null, text, 0, text.length, signature, 0)) {
            throw new InvalidNote("The signature is wrong.");
        }
    }

    @Override
    public String toString() {
        return text();
    }

    private static int keyId(String name, byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            digest.update(TYPE);
            return ByteBuffer.wrap(digest.digest(key)).getInt();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
