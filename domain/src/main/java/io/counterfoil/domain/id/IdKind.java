package io.counterfoil.domain.id;

import java.util.Optional;
import java.util.UUID;

/**
 * The kinds of identifiers that leave the house, each with its prefix.
 *
 * <p>Outside an id is a TypeID (version 0.3): the prefix, an underscore, and the UUID as 26 characters of Crockford's
 * base 32 in lower case. Texts of one kind sort as the UUIDs do, so by time.
 */
public enum IdKind {
    MERCHANT("mer"),
    API_KEY("key"),
    OPERATOR_TOKEN("opt"),
    PAYMENT("pay"),
    REFUND("ref"),
    RECEIPT("rcp"),
    RECEIPT_SECRET("rsk"),
    EVENT("evt"),
    WEBHOOK_ENDPOINT("whe"),
    WEBHOOK_DELIVERY("dlv"),
    WEBHOOK_RECOVERY("whr"),
    CUSTOMER("cus"),
    ACCESS("acc"),
    ROTATION("rot"),
    PRIVACY_REQUEST("prq"),
    PRIVACY_LINK("prl"),
    ALERT("alr"),
    ALERT_CHANNEL("alc"),
    INCIDENT("inc"),
    INCIDENT_TASK("ict"),
    AUDIT_ENTRY("aud"),
    REQUEST("req");

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 26;

    private final String prefix;

    IdKind(String prefix) {
        this.prefix = prefix + "_";
    }

    /** The text of an id, such as {@code pay_01jd3k…}. */
    public String text(UUID id) {
        char[] digits = new char[LENGTH];
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        for (int at = LENGTH - 1; at >= 0; at--) {
            digits[at] = ALPHABET.charAt((int) (low & 31));
            low = (low >>> 5) | (high << 59);
            high >>>= 5;
        }
        return prefix + new String(digits);
    }

    /** The id that a text names; empty where the prefix is another one or the rest is no id. */
    public Optional<UUID> parse(String text) {
        if (!text.startsWith(prefix) || text.length() != prefix.length() + LENGTH) {
            return Optional.empty();
        }
        long high = 0;
        long low = 0;
        for (int at = prefix.length(); at < text.length(); at++) {
            int digit = ALPHABET.indexOf(text.charAt(at));
            if (digit < 0 || (at == prefix.length() && digit > 7)) {
                return Optional.empty();
            }
            high = (high << 5) | (low >>> 59);
            low = (low << 5) | digit;
        }
        return Optional.of(new UUID(high, low));
    }
}
