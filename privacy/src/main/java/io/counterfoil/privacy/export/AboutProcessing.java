package io.counterfoil.privacy.export;

import io.counterfoil.domain.personaldata.Personal;
import io.counterfoil.privacy.classification.Classification;
import io.counterfoil.privacy.classification.PersonalColumn;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;

/** What a copy must say besides the data (GDPR, Article 15 (1) and (2)); made from what each column says of itself. */
@Singleton
final class AboutProcessing {

    private final Classification classification;

    @Inject
    AboutProcessing(Classification classification) {
        this.classification = classification;
    }

    /** One kind of data: letters (a) to (d). */
    record Purpose(
            String data,
            String category,
            String purpose,
            String legalBasis,
            String retention,
            List<String> recipients) {}

    /** The whole of it: letters (a) to (h), and paragraph 2. */
    record Said(
            List<Purpose> processing,
            List<String> recipients,
            List<String> rights,
            String complaint,
            String source,
            String automatedDecisions,
            String transfers) {}

    Said said() {
        List<Purpose> purposes = classification.columns().stream()
                .filter(column -> column.onErasure() != Personal.Fate.NOT_CONCERNED)
                .map(AboutProcessing::purpose)
                .toList();
        return new Said(
                purposes,
                purposes.stream()
                        .flatMap(purpose -> purpose.recipients().stream())
                        .distinct()
                        .sorted()
                        .toList(),
                List.of(
                        "rectification (Article 16)",
                        "erasure (Article 17)",
                        "restriction of processing (Article 18)",
                        "data portability (Article 20)",
                        "objection (Article 21)"),
                "You may lodge a complaint with a data protection supervisory authority (Article 77).",
                "The data come from you, through the merchant's shop, and from the payments that you made.",
                "No decision about you is made by automated means alone (Article 22).",
                "This server transfers no data to a third country; what the recipients named above do is theirs to"
                        + " tell.");
    }

    private static Purpose purpose(PersonalColumn column) {
        return new Purpose(
                column.name(),
                column.category().name().toLowerCase(Locale.ROOT),
                column.purpose(),
                column.basis().name().toLowerCase(Locale.ROOT),
                column.retention(),
                column.recipients());
    }
}
