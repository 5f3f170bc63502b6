package io.counterfoil.domain.receipt;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The members of a receipt. They are scalars, for a reason that {@code docs/receipts.md} gives to merchants. */
enum ReceiptMember {
    VERSION(Type.INTEGER),
    ID(Type.STRING),
    KIND(Type.STRING),
    PAYMENT_ID(Type.STRING),
    MERCHANT_ID(Type.STRING),
    LIVEMODE(Type.BOOLEAN),
    AMOUNT(Type.INTEGER),
    CURRENCY(Type.STRING),
    STATUS(Type.STRING),
    ORDER_REFERENCE(Type.STRING_OR_NULL),
    IDEMPOTENCY_KEY(Type.STRING),
    ISSUED_AT(Type.STRING),
    NONCE(Type.STRING),
    KEY_ID(Type.STRING),
    SIGNATURE(Type.STRING);

    private final Type type;

    ReceiptMember(Type type) {
        this.type = type;
    }

    static Optional<ReceiptMember> named(String name) {
        return Arrays.stream(values())
                .filter(member -> member.member().equals(name))
                .findFirst();
    }

    /** Its name in JSON. */
    String member() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean allows(JsonNode value) {
        return type.allows(value);
    }

    private enum Type {
        STRING,
        STRING_OR_NULL,
        BOOLEAN,
        INTEGER;

        private boolean allows(JsonNode value) {
            return switch (this) {
                case STRING -> value.isString();
                case STRING_OR_NULL -> value.isString() || value.isNull();
                case BOOLEAN -> value.isBoolean();
                case INTEGER -> value.isNumber() && SafeInteger.is(value);
            };
        }
    }
}
