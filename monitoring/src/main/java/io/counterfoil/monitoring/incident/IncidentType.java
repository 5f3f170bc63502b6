package io.counterfoil.monitoring.incident;

import io.counterfoil.domain.rest.Problem;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What may have come into other hands. */
enum IncidentType {
    COMPROMISED_API_KEY,
    COMPROMISED_WEBHOOK_SECRET,
    COMPROMISED_RECEIPT_SECRET,
    COMPROMISED_OPERATOR_TOKEN,
    SUSPICIOUS_ACCESS;

    /** As it stands in JSON. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the member {@code type}.
     *
     * @throws Problem that names what is allowed
     */
    static IncidentType of(@Nullable String text) {
        Optional<IncidentType> known =
                Arrays.stream(values()).filter(type -> type.text().equals(text)).findFirst();
        return known.orElseThrow(() -> Problem.invalid(
                "type",
                "Send one of "
                        + Arrays.stream(values()).map(IncidentType::text).collect(Collectors.joining(", "))
                        + "."));
    }
}
