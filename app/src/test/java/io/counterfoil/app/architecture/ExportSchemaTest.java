package io.counterfoil.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.personaldata.Personal;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.privacy.classification.PersonalColumn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The schema of copies against the classification, column by column; {@code PersonalColumnsIT} holds a copy against it. */
class ExportSchemaTest {

    private static final String COLUMNS = "x-columns";

    private final JsonNode schema = read();

    private final Map<String, PersonalColumn> classified = Classified.columns().stream()
            .filter(column -> column.onErasure() != Personal.Fate.NOT_CONCERNED)
            .collect(Collectors.toMap(PersonalColumn::name, Function.identity()));

    private static JsonNode read() {
        try (InputStream file =
                ExportSchemaTest.class.getResourceAsStream("/io/counterfoil/privacy/page/export-schema.json")) {
            return Json.tree(Objects.requireNonNull(file).readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void every_column_about_a_person_is_a_member_of_a_copy_or_says_why_not() {
        Set<String> members = members().stream()
                .flatMap(member -> columns(member).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> left = new TreeSet<>(schema.path("x-not-in-a-copy").propertyNames());
        assertThat(members).doesNotContainAnyElementsOf(left);
        members.addAll(left);
        assertThat(members).isEqualTo(new TreeSet<>(classified.keySet()));
    }

    @Test
    void every_member_says_what_its_column_is_kept_for() {
        assertThat(members())
                .hasSizeGreaterThan(20)
                .allSatisfy(member -> assertThat(columns(member))
                        .allSatisfy(
                                column -> assertThat(member.path("description").asString())
                                        .as(column)
                                        .contains(classified.get(column).purpose())));
    }

    private List<JsonNode> members() {
        return schema.findParents(COLUMNS);
    }

    private static List<String> columns(JsonNode member) {
        return member.path(COLUMNS).valueStream().map(JsonNode::asString).toList();
    }
}
