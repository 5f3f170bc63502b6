package io.counterfoil.domain.receipt;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret that a merchant and we share, to sign receipts and to check them: whoever can check one can forge one. */
public final class ReceiptSecret {

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern FORM = Pattern.compile("rcs_(test|live)_[0-9A-Za-z]{24,}");

    private final String id;
    private final String text;
    private final SecretKeySpec key;

    /**
     * Takes a secret.
     *
     * @param id what receipts name as {@code key_id}
     * @param text {@code rcs_test_…} or {@code rcs_live_…}; its UTF-8 bytes, all of them, are the HMAC key
     */
    public ReceiptSecret(String id, String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a receipt secret");
        }
        this.id = id;
        this.text = text;
        this.key = new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    public String id() {
        return id;
    }

    public boolean livemode() {
        return text.startsWith("rcs_live_");
    }

    /** The secret itself: for the one answer that shows it, and to be sealed. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "[receipt secret " + id + "]";
    }

    /** HMAC-SHA256 (RFC 2104) in lower-case hex. */
    String sign(byte[] message) {
        return HexFormat.of().formatHex(hmac(message));
    }

    /** Takes the same time wherever the signatures differ. */
    boolean signed(byte[] message, byte[] signature) {
        return MessageDigest.isEqual(hmac(message), signature);
    }

    private byte[] hmac(byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
