package io.counterfoil.privacy.request;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is asked for (GDPR, Articles 15, 20, 17, 16 and 18). */
public enum RequestType {
    ACCESS,
    PORTABILITY,
    ERASURE,
    RECTIFICATION,
    RESTRICTION;

    /** Whether the answer is a copy of the data. */
    public boolean copy() {
        return this == ACCESS || this == PORTABILITY;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<RequestType> parse(String text) {
        return Arrays.stream(values()).filter(type -> type.text().equals(text)).findFirst();
    }
}
