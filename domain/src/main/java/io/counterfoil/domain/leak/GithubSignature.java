package io.counterfoil.domain.leak;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;

/** The signature of a report: ECDSA on P-256 with SHA-256 over the bytes as they came, base64 of DER. */
final class GithubSignature {

    private static final byte DER_SEQUENCE = 0x30;

    private GithubSignature() {}

    /** Whether this could be one at all, whoever signed. */
    static boolean wellFormed(String signature) {
        try {
            byte[] der = decode(signature);
            return der.length > 0 && der[0] == DER_SEQUENCE;
        } catch (GeneralSecurityException noBase64) {
            return false;
        }
    }

    /**
     * Checks it.
     *
     * @throws GeneralSecurityException when the key did not sign these bytes
     */
    static void verify(PublicKey key, byte[] body, String signature) throws GeneralSecurityException {
        Signature check = Signature.getInstance("SHA256withECDSA");
        check.initVerify(key);
        check.update(body);
        if (!check.verify(decode(signature))) {
            throw new GeneralSecurityException("another signature");
        }
    }

    private static byte[] decode(String signature) throws GeneralSecurityException {
        try {
            return Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException noBase64) {
            throw new GeneralSecurityException(noBase64);
        }
    }
}
