package io.counterfoil.monitoring.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.control.Control;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    private static final Path PAGE = Path.of("../docs/controls.md");

    private final List<Control> complete = new ArrayList<>(Catalogue.all().stream()
            .map(practice ->
                    new Control(practice.id(), window -> window.evidence().assess()))
            .toList());

    @Test
    void every_practice_has_its_section_in_the_same_order() throws IOException {
        List<String> sections = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();

        assertThat(Catalogue.all()).extracting(Catalogue.Practice::id).isEqualTo(sections);
        assertThat(Catalogue.all())
                .extracting(Catalogue.Practice::page)
                .isEqualTo(sections.stream()
                        .map(section -> "docs/controls.md#" + anchor(section))
                        .toList());
    }

    @Test
    void each_is_checked_once() {
        assertThat(Assessments.byId(complete)).hasSize(33);
    }

    @Test
    void one_that_nobody_checks_is_told_of() {
        complete.remove(7);
        assertThatThrownBy(() -> Assessments.byId(complete)).hasMessageContaining("idempotency.unique_keys");
    }

    @Test
    void one_that_two_check_is_told_of() {
        complete.add(complete.get(7));
        assertThatThrownBy(() -> Assessments.byId(complete)).hasMessage("two check idempotency.unique_keys");
    }

    @Test
    void a_check_of_what_nobody_knows_is_told_of() {
        complete.add(new Control("keys.eaten", window -> window.evidence().assess()));
        assertThatThrownBy(() -> Assessments.byId(complete)).hasMessageContaining("keys.eaten");
    }

    /** As Markdown's readers make one of a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_ -]", "").replace(' ', '-');
    }
}
