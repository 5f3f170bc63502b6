package io.counterfoil.domain.receipt;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/**
 * A receipt as it is stored and served; neither is ever made again from its members.
 *
 * @param signed the text that the signature covers, RFC 8785 of all other members
 * @param signature HMAC-SHA256, 64 lower-case hex digits
 */
public record SignedReceipt(String signed, String signature) {

    /**
     * What merchants get: the signed text as it is, with the signature as one more member.
     *
     * @return UTF-8 JSON
     */
    public byte[] served() {
        String open = signed.substring(0, signed.length() - 1);
        return (open + ",\"" + ReceiptMember.SIGNATURE.member() + "\":\"" + signature + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What the transparency log holds of this receipt: SHA-256 of the signed text.
     *
     * @return 32 bytes
     */
    public byte[] logEntry() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(signed.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
