package io.counterfoil.domain.signednote;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A key that signs notes: Ed25519 (RFC 8032). */
public final class NoteSigner {

    /** The length of the secret, in bytes. */
    public static final int SECRET_LENGTH = Ed25519.SECRET_KEY_SIZE;

    private final Ed25519PrivateKeyParameters key;
    private final NoteVerifier verifier;

    /**
     * Takes a key.
     *
     * @param name without spaces and plus signs; a log's is its origin
     * @param secret 32 random bytes
     */
    public NoteSigner(String name, byte[] secret) {
        if (secret.length != SECRET_LENGTH) {
            throw new IllegalArgumentException("an Ed25519 secret has 32 bytes");
        }
        this.key = new Ed25519PrivateKeyParameters(secret, 0);
        this.verifier = new NoteVerifier(name, key.generatePublicKey().getEncoded());
    }

    public NoteVerifier verifier() {
        return verifier;
    }

    /**
     * Signs a text.
     *
     * @throws InvalidNote when it can't be the text of a note
     */
    public SignedNote sign(String text) {
        return SignedNote.unsigned(text).with(signature(text));
    }

    private NoteSignature signature(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        key.sign(Ed25519.Algorithm.Ed25519, null, bytes, 0, bytes.length, signature, 0);
        return NoteSignature.of(verifier.name(), verifier.keyId(), signature);
    }

    /** Signs a note once more, as while one key takes over from another. */
    public SignedNote cosign(SignedNote note) {
        return note.with(signature(note.unverified()));
    }

    @Override
    public String toString() {
        return "[signer " + verifier + "]";
    }
}
