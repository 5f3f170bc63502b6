package io.counterfoil.domain.receipt;

import java.util.Locale;

/** What a check of a receipt found. */
sealed interface ReceiptVerdict {

    /** It is ours, of the merchant and mode that asks, and every member is as it was signed. */
    record Valid() implements ReceiptVerdict {}

    /**
     * It is not.
     *
     * @param member the member that is to blame, or empty where the receipt as a whole is
     */
    record Invalid(Reason reason, String member) implements ReceiptVerdict {}

    /** Why not, in the order in which it is looked for: the first one that applies is told. */
    enum Reason {
        NOT_AN_OBJECT,
        UNKNOWN_MEMBER,
        MISSING_MEMBER,
        WRONG_TYPE,
        MALFORMED_SIGNATURE,
        OTHER_MERCHANT,
        WRONG_MODE,
        UNKNOWN_KEY,
        SIGNATURE_MISMATCH,
        NOT_ISSUED;

        /** The stable name of this reason in answers. */
        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
