package io.counterfoil.domain.receipt;

import io.counterfoil.domain.canonicaljson.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a receipt states: all of its members but the signature.
 *
 * @param amount in the currency's minor unit, 1 to 2^53 - 1
 * @param currency ISO 4217, in capitals
 * @param issuedAt to the microsecond, as it is stored
 * @param nonce 128 random bits in lower-case hex: without it the public log's hash of a receipt could be guessed
 * @param keyId which secret signs
 */
public record Receipt(
        String id,
        Kind kind,
        String paymentId,
        String merchantId,
        boolean livemode,
        long amount,
        String currency,
        String status,
        Optional<String> orderReference,
        String idempotencyKey,
        Instant issuedAt,
        String nonce,
        String keyId) {

    static final int VERSION = 1;

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern NONCE = Pattern.compile("[0-9a-f]{32}");

    public Receipt {
        if (amount < 1 || amount > SafeInteger.LARGEST) {
            throw new IllegalArgumentException("amount");
        }
        if (!CURRENCY.matcher(currency).matches()) {
            throw new IllegalArgumentException("currency");
        }
        if (!issuedAt.equals(issuedAt.truncatedTo(ChronoUnit.MICROS))) {
            throw new IllegalArgumentException("issuedAt");
        }
        if (!NONCE.matcher(nonce).matches()) {
            throw new IllegalArgumentException("nonce");
        }
    }

    /** Whether money came or went back. */
    public enum Kind {
        PAYMENT,
        REFUND
    }

    /**
     * Signs with the secret that the receipt names.
     *
     * @throws IllegalArgumentException when the secret is another one, or one of the other mode
     */
    public SignedReceipt sign(ReceiptSecret secret) {
        if (!secret.id().equals(keyId) || secret.livemode() != livemode) {
            throw new IllegalArgumentException("the secret is not the one that this receipt names");
        }
        byte[] signed = CanonicalJson.bytes(members());
        return new SignedReceipt(new String(signed, StandardCharsets.UTF_8), secret.sign(signed));
    }

    private ObjectNode members() {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        members.put(ReceiptMember.VERSION.member(), VERSION);
        members.put(ReceiptMember.ID.member(), id);
        members.put(ReceiptMember.KIND.member(), kind.name().toLowerCase(Locale.ROOT));
        members.put(ReceiptMember.PAYMENT_ID.member(), paymentId);
        members.put(ReceiptMember.MERCHANT_ID.member(), merchantId);
        members.put(ReceiptMember.LIVEMODE.member(), livemode);
        members.put(ReceiptMember.AMOUNT.member(), amount);
        members.put(ReceiptMember.CURRENCY.member(), currency);
        members.put(ReceiptMember.STATUS.member(), status);
        orderReference.ifPresentOrElse(
                reference -> members.put(ReceiptMember.ORDER_REFERENCE.member(), reference),
                () -> members.putNull(ReceiptMember.ORDER_REFERENCE.member()));
        members.put(ReceiptMember.IDEMPOTENCY_KEY.member(), idempotencyKey);
        members.put(ReceiptMember.ISSUED_AT.member(), issuedAt.toString());
        members.put(ReceiptMember.NONCE.member(), nonce);
        members.put(ReceiptMember.KEY_ID.member(), keyId);
        return members;
    }
}
