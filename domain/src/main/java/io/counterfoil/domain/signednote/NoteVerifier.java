package io.counterfoil.domain.signednote;

/** The public half of a key that signs notes: Ed25519 (RFC 8032), signature type 1. */
public final class NoteVerifier {

    private static final byte TYPE = 1;

    private final VerifierKey key;

    NoteVerifier(String name, byte[] key) {
        this(new VerifierKey(TYPE, name, key));
    }

    private NoteVerifier(VerifierKey key) {
        this.key = key;
    }

    /**
     * Reads a verifier key, {@code name+hash+base64}, as {@link #text} gives it.
     *
     * @throws InvalidNote when it is malformed, of another type, or its hash is not that of its key
     */
    public static NoteVerifier parse(String text) {
        return new NoteVerifier(VerifierKey.parse(TYPE, text));
    }

    public String name() {
        return key.name();
    }

    /** The first four bytes of SHA-256(name, newline, type, public key): which key of this name it is. */
    public int keyId() {
        return key.keyId();
    }

    /** The verifier key as other tools take it, {@code name+hash+base64}. */
    public String text() {
        return key.text();
    }

    boolean made(NoteSignature signature) {
        return key.made(signature);
    }

    /**
     * Checks a signature over a note's text.
     *
     * @throws InvalidNote when it is not this key's
     */
    void verify(byte[] text, byte[] signature) {
        key.verify(text, signature);
    }

    @Override
    public String toString() {
        return text();
    }
}
