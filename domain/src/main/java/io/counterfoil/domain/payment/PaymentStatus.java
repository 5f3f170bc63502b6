package io.counterfoil.domain.payment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where a payment stands. */
public enum PaymentStatus {
    PROCESSING,
    REQUIRES_CAPTURE,
    SUCCEEDED,
    FAILED,
    VOIDED;

    /** The one table of how payments move: from processing once, from a hold once more. */
    Set<PaymentStatus> next() {
        return switch (this) {
            case PROCESSING -> EnumSet.of(REQUIRES_CAPTURE, SUCCEEDED, FAILED);
            case REQUIRES_CAPTURE -> EnumSet.of(SUCCEEDED, VOIDED);
            case SUCCEEDED, FAILED, VOIDED -> EnumSet.noneOf(PaymentStatus.class);
        };
    }

    /** As the API and the database write it. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PaymentStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
