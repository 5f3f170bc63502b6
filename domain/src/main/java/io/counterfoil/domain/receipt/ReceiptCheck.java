package io.counterfoil.domain.receipt;

import static io.counterfoil.domain.receipt.ReceiptMember.KEY_ID;
import static io.counterfoil.domain.receipt.ReceiptMember.LIVEMODE;
import static io.counterfoil.domain.receipt.ReceiptMember.MERCHANT_ID;
import static io.counterfoil.domain.receipt.ReceiptMember.SIGNATURE;
import static io.counterfoil.domain.receipt.ReceiptVerdict.Reason.MALFORMED_SIGNATURE;
import static io.counterfoil.domain.receipt.ReceiptVerdict.Reason.MISSING_MEMBER;
import static io.counterfoil.domain.receipt.ReceiptVerdict.Reason.NOT_AN_OBJECT;
import static io.counterfoil.domain.receipt.ReceiptVerdict.Reason.OTHER_MERCHANT;
import static io.counterfoil.domain.receipt.ReceiptVerdict.Reason.SIGNATURE_MISMATCH;
import static io.counterfoil.domain.receipt.ReceiptVerdict.Reason.UNKNOWN_KEY;
import static io.counterfoil.domain.receipt.ReceiptVerdict.Reason.UNKNOWN_MEMBER;
import static io.counterfoil.domain.receipt.ReceiptVerdict.Reason.WRONG_MODE;
import static io.counterfoil.domain.receipt.ReceiptVerdict.Reason.WRONG_TYPE;

import io.counterfoil.domain.canonicaljson.CanonicalJson;
import io.counterfoil.domain.canonicaljson.NotCanonicalizable;
import io.counterfoil.domain.receipt.ReceiptVerdict.Invalid;
import io.counterfoil.domain.receipt.ReceiptVerdict.Reason;
import io.counterfoil.domain.receipt.ReceiptVerdict.Valid;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks what a merchant takes for one of its receipts. The form comes first, then whose it is, then the signature, in the
 * order of {@link Reason}. Like the merchant's own check it compares values, not spellings: white space, the order of
 * members and 1250.0 for 1250 change nothing.
 */
final class ReceiptCheck {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    private final String merchantId;
    private final boolean livemode;
    private final Function<String, Optional<ReceiptSecret>> secrets;

    /**
     * A check for one merchant and mode.
     *
     * @param secrets finds a secret of this merchant and mode by its {@code key_id}, retired ones too
     */
    public ReceiptCheck(String merchantId, boolean livemode, Function<String, Optional<ReceiptSecret>> secrets) {
        this.merchantId = merchantId;
        this.livemode = livemode;
        this.secrets = secrets;
    }

    /** Looks at any JSON; never throws because of it. */
    public ReceiptVerdict check(JsonNode receipt) {
        if (!(receipt instanceof ObjectNode object)) {
            return invalid(NOT_AN_OBJECT);
        }
        return malformed(object).orElseGet(() -> checkOwner(object));
    }

    private static Optional<ReceiptVerdict> malformed(ObjectNode receipt) {
        for (String name : receipt.propertyNames()) {
            if (ReceiptMember.named(name).isEmpty()) {
                return Optional.of(new Invalid(UNKNOWN_MEMBER, name));
            }
        }
        for (ReceiptMember member : ReceiptMember.values()) {
            if (!receipt.has(member.member())) {
                return Optional.of(invalid(MISSING_MEMBER, member));
            }
        }
        for (ReceiptMember member : ReceiptMember.values()) {
            if (!member.allows(receipt.path(member.member()))) {
                return Optional.of(invalid(WRONG_TYPE, member));
            }
        }
        return HEX.matcher(text(receipt, SIGNATURE)).matches()
                ? Optional.empty()
                : Optional.of(invalid(MALFORMED_SIGNATURE, SIGNATURE));
    }

    private ReceiptVerdict checkOwner(ObjectNode receipt) {
        if (!text(receipt, MERCHANT_ID).equals(merchantId)) {
            return invalid(OTHER_MERCHANT, MERCHANT_ID);
        }
        if (receipt.path(LIVEMODE.member()).booleanValue() != livemode) {
            return invalid(WRONG_MODE, LIVEMODE);
        }
        return secrets.apply(text(receipt, KEY_ID))
                .map(secret -> checkSignature(receipt, secret))
                .orElseGet(() -> invalid(UNKNOWN_KEY, KEY_ID));
    }

    private static ReceiptVerdict checkSignature(ObjectNode receipt, ReceiptSecret secret) {
        byte[] signature = HexFormat.of().parseHex(text(receipt, SIGNATURE));
        ObjectNode payload = receipt.deepCopy();
        payload.remove(SIGNATURE.member());
        try {
            return secret.signed(CanonicalJson.bytes(payload), signature)
                    ? new Valid()
                    : invalid(SIGNATURE_MISMATCH, SIGNATURE);
        } catch (NotCanonicalizable halfASurrogatePair) {
            return invalid(SIGNATURE_MISMATCH, SIGNATURE); // nothing of the kind was ever signed
        }
    }

    private static String text(ObjectNode receipt, ReceiptMember member) {
        return receipt.path(member.member()).stringValue();
    }

    private static Invalid invalid(Reason reason, ReceiptMember member) {
        return new Invalid(reason, member.member());
    }

    private static Invalid invalid(Reason reason) {
        return new Invalid(reason, "");
    }
}
