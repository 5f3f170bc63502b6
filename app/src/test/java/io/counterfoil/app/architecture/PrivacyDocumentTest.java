package io.counterfoil.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.personaldata.Personal;
import io.counterfoil.privacy.classification.PersonalColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What docs/privacy.md tells an officer of each column is what the column says of itself. */
class PrivacyDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "privacy.md");
    private static final String HEADING = "## Column by column";

    @Test
    void the_table_is_that_of_the_classification() throws IOException {
        List<String> lines = Files.readAllLines(DOCUMENT);
        assertThat(lines).contains(HEADING);
        List<String> rows = lines.subList(lines.indexOf(HEADING), lines.size()).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(rows)
                .isEqualTo(Classified.columns().stream()
                        .map(PrivacyDocumentTest::row)
                        .toList());
    }

    private static String row(PersonalColumn column) {
        return String.join(
                " | ",
                "| `" + column.name() + "`",
                column.category().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                column.purpose(),
                basis(column.basis()),
                column.retention(),
                column.recipients().isEmpty() ? "–" : String.join(", ", column.recipients()),
                fate(column.onErasure()) + " |");
    }

    private static String basis(Personal.Basis basis) {
        return switch (basis) {
            case CONSENT -> "consent (a)";
            case CONTRACT -> "contract (b)";
            case LEGAL_OBLIGATION -> "legal obligation (c)";
            case LEGITIMATE_INTEREST -> "legitimate interest (f)";
        };
    }

    private static String fate(Personal.Fate fate) {
        return switch (fate) {
            case DESTROYED -> "destroyed";
            case RETAINED -> "kept";
            case NOT_CONCERNED -> "about no customer";
        };
    }
}
