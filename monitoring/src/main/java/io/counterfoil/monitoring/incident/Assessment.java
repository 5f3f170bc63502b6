package io.counterfoil.monitoring.incident;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What GDPR, Articles 33 and 34, make of what a review found. Data are sealed in the database, but a credential opens what it
 * may see; who was shown masked alone was not intelligible to whoever looked.
 *
 * @param reviewed whether there is anything to go by
 */
record Assessment(boolean reviewed, long subjects, long records, long unmasked, List<String> fields) {

    static Assessment of(@Nullable JsonNode review) {
        if (review == null) {
            return new Assessment(false, 0, 0, 0, List.of());
        }
        List<String> fields = new ArrayList<>();
        review.path("fields").forEach(field -> fields.add(field.asString()));
        return new Assessment(
                true,
                review.path("subjects").asLong(),
                review.path("records").asLong(),
                review.path("unmasked").asLong(),
                List.copyOf(fields));
    }

    /** Article 33(1): whenever people's data are concerned, unless a risk is unlikely; nothing before the logs are reviewed. */
    Optional<Boolean> notificationNeeded() {
        return reviewed ? Optional.of(subjects > 0) : Optional.empty();
    }

    boolean dataWasIntelligible() {
        return unmasked > 0;
    }

    /** Article 34: {@code needed}, {@code not_needed}, or {@code unknown} before the logs are reviewed. */
    String communicationToSubjects() {
        if (!reviewed) {
            return "unknown";
        }
        return dataWasIntelligible() ? "needed" : "not_needed";
    }

    String reason() {
        if (!reviewed) {
            return "The logs were not reviewed yet.";
        }
        if (subjects == 0) {
            return "Nobody's data was opened with it.";
        }
        return dataWasIntelligible()
                ? "People shown as they are: %s. Where that is a high risk for them, they must be told."
                        .formatted(unmasked)
                : "Data was shown masked alone, so unintelligible: Article 34(3)(a).";
    }

    /** Article 33(3)(c). */
    String consequences() {
        if (!reviewed) {
            return "Not known yet: the logs were not reviewed.";
        }
        if (subjects == 0) {
            return "No personal data was opened in the window.";
        }
        return dataWasIntelligible()
                ? "Whoever held it may know, and misuse, what was opened: " + String.join(", ", fields) + "."
                : "Whoever held it saw masked data alone.";
    }
}
