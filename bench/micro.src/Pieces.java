package io.counterfoil.bench;

import com.google.crypto.tink.subtle.AesGcmJce;
import io.counterfoil.domain.canonicaljson.CanonicalJson;
import io.counterfoil.domain.receipt.Receipt;
import io.counterfoil.domain.receipt.ReceiptSecret;
import io.counterfoil.domain.receipt.SignedReceipt;
import io.counterfoil.domain.secret.Token;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a payment does beside the database, a method for each piece, on the payment of the README. */
@State(Scope.Benchmark)
public class Pieces {

    private static final String HMAC = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ReceiptSecret secret =
            new ReceiptSecret("rsk_0000000000000000000000", "rcs_test_0123456789abcdefghijklmnopqrstuv");
    private final Receipt receipt = new Receipt(
            "rcpt_0000000000000000000000",
            Receipt.Kind.PAYMENT,
            "pay_0000000000000000000000",
            "mer_0000000000000000000000",
            false,
            1250,
            "EUR",
            "succeeded",
            Optional.of("order-1001"),
            "5f0f3c52-9d50-4d3c-8f6c-8a4f9d6f7f11",
            Instant.parse("2026-11-01T12:00:00.123456Z"),
            "0123456789abcdef0123456789abcdef",
            secret.id());
    private final SignedReceipt signed = receipt.sign(secret);
    private final byte[] signedBytes = signed.signed().getBytes(StandardCharsets.UTF_8);
    private final byte[] served = signed.served();

    private final String key = Token.random(RANDOM, "sk_test_").reveal();
    private final SecretKeySpec hashKey = new SecretKeySpec(random(32), HMAC);

    private final AesGcmJce epochKey = aead(random(32));
    private final byte[] subject = "mer\nsub".getBytes(StandardCharsets.UTF_8);
    private final byte[] wrapped = seal(epochKey, random(32), subject);
    private final byte[] place = "x".repeat(120).getBytes(StandardCharsets.UTF_8);
    private final byte[] plaintext = random(600);
    private final byte[] ciphertext = seal(aead(open(epochKey, wrapped, subject)), plaintext, place);

    /** The limit of signing: nothing but the HMAC of the same bytes. */
    @Benchmark
    public byte[] bareHmac() throws GeneralSecurityException {
        return hmac(signedBytes);
    }

    /** Members to canonical JSON, and its signature. */
    @Benchmark
    public SignedReceipt signReceipt() {
        return receipt.sign(secret);
    }

    /** RFC 8785 of a receipt as a merchant sends it to be verified. */
    @Benchmark
    public byte[] canonicalJson() {
        return CanonicalJson.bytes(served);
    }

    /** A credential's form and checksum, and the hash that it is looked up by. */
    @Benchmark
    public byte[] checkKey() throws GeneralSecurityException {
        return hmac(Token.parse("sk_test_", key).orElseThrow().bytes());
    }

    /** Unwraps the subject's key, as every seal does, and seals a stored answer. */
    @Benchmark
    public byte[] seal() {
        return seal(aead(open(epochKey, wrapped, subject)), plaintext, place);
    }

    /** The way back. */
    @Benchmark
    public byte[] open() {
        return open(aead(open(epochKey, wrapped, subject)), ciphertext, place);
    }

    private byte[] hmac(byte[] bytes) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(hashKey);
        return mac.doFinal(bytes);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static AesGcmJce aead(byte[] bytes) {
        try {
            return new AesGcmJce(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] seal(AesGcmJce aead, byte[] bytes, byte[] where) {
        try {
            return aead.encrypt(bytes, where);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] open(AesGcmJce aead, byte[] bytes, byte[] where) {
        try {
            return aead.decrypt(bytes, where);
        } catch (GeneralSecurityException changed) {
            throw new IllegalStateException(changed);
        }
    }
}
