package io.counterfoil.domain.signednote;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The public half of a witness's key, with which it states that at some time it saw a log grow consistently up to a
 * checkpoint (c2sp.org/tlog-cosignature, {@code cosignature/v1}): Ed25519, signature type 4.
 */
public final class Cosigner {

    private static final byte TYPE = 4;

    private final VerifierKey key;

    private Cosigner(VerifierKey key) {
        this.key = key;
    }

    /**
     * Reads a verifier key, {@code name+hash+base64}.
     *
     * @throws InvalidNote when it is malformed, of another type, or its hash is not that of its key
     */
    public static Cosigner parse(String text) {
        return new Cosigner(VerifierKey.parse(TYPE, text));
    }

    public String name() {
        return key.name();
    }

    public String text() {
        return key.text();
    }

    /** Whether a signature line claims to be of this key. */
    public boolean made(NoteSignature signature) {
        return key.made(signature);
    }

    /**
     * Checks a cosignature of a checkpoint.
     *
     * @return when the witness says that it made it
     * @throws InvalidNote when it is not this key's, or not of this checkpoint
     */
    public Instant verify(SignedNote checkpoint, NoteSignature cosignature) {
        byte[] stamped = cosignature.signature();
        if (!made(cosignature) || stamped.length <= Long.BYTES) {
            throw new InvalidNote("The cosignature is malformed.");
        }
        ByteBuffer parts = ByteBuffer.wrap(stamped);
        long time = parts.getLong();
        byte[] signature = new byte[parts.remaining()];
        parts.get(signature);
        key.verify(message(time, checkpoint), signature);
        return Instant.ofEpochSecond(time);
    }

    private static byte[] message(long time, SignedNote checkpoint) {
        return ("cosignature/v1\ntime " + time + "\n" + checkpoint.unverified()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return text();
    }
}
