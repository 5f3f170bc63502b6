package io.counterfoil.webhooks.signing;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret that a receiver shares with us: {@code whsec_} and the base64 of its bytes. Signs as {@code v1}. */
final class SharedSecret {

    static final int LENGTH = 32;

    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    SharedSecret(byte[] bytes) {
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    static SharedSecret random(SecureRandom random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new SharedSecret(bytes);
    }

    byte[] bytes() {
        return key.getEncoded();
    }

    String reveal() {
        return PREFIX + Base64.getEncoder().encodeToString(key.getEncoded());
    }

    String sign(Message message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(message.signedBytes()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
