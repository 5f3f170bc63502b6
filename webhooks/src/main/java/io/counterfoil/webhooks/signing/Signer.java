package io.counterfoil.webhooks.signing;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/** One generation of an endpoint's secrets: what it shares with us, and a key pair of ours. Both sign. */
public final class Signer {

    private final SharedSecret secret;
    private final KeyPair pair;

    private Signer(SharedSecret secret, KeyPair pair) {
        this.secret = secret;
        this.pair = pair;
    }

    static Signer random(SecureRandom random) {
        return new Signer(SharedSecret.random(random), KeyPair.random(random));
    }

    /** Reads what {@link #bytes()} gave. */
    static Signer of(byte[] bytes) {
        if (bytes.length != SharedSecret.LENGTH + KeyPair.SEED_LENGTH) {
            throw new IllegalArgumentException("a signer has 64 bytes");
        }
        return new Signer(
                new SharedSecret(Arrays.copyOf(bytes, SharedSecret.LENGTH)),
                new KeyPair(Arrays.copyOfRange(bytes, SharedSecret.LENGTH, bytes.length)));
    }

    /** What is sealed. */
    byte[] bytes() {
        byte[] bytes = Arrays.copyOf(secret.bytes(), SharedSecret.LENGTH + KeyPair.SEED_LENGTH);
        System.arraycopy(pair.seed(), 0, bytes, SharedSecret.LENGTH, KeyPair.SEED_LENGTH);
        return bytes;
    }

    /** The shared secret, {@code whsec_…}: shown once, to the merchant it was made for. */
    public String reveal() {
        return secret.reveal();
    }

    /** The public key, raw: {@code whpk_…}. */
    public String publicKey() {
        return pair.publicKey();
    }

    /** The public key as SubjectPublicKeyInfo, DER in base64. */
    public String publicKeySpki() {
        return pair.publicKeySpki();
    }

    /** The value of {@code webhook-signature}: every signer's two signatures in one line. */
    public static String signatures(Collection<Signer> signers, String id, Instant timestamp, byte[] body) {
        Message message = new Message(id, timestamp, body);
        return signers.stream()
                .map(signer -> signer.secret.sign(message) + " " + signer.pair.sign(message))
                .collect(Collectors.joining(" "));
    }
}
