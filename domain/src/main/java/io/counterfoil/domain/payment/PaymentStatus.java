package io.counterfoil.domain.payment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a payment stands. */
enum PaymentStatus {
    PROCESSING,
    REQUIRES_CAPTURE,
    SUCCEEDED,
    FAILED,
    VOIDED;

    /** As the API and the database write it. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PaymentStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
