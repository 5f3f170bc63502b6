package io.counterfoil.liberty.handbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page that says where each table goes on a distributed PostgreSQL names every table that the migrations make, once, and
 * in an order that foreign keys allow.
 */
class ScalingPageTest {

    private static final Path PAGE = Path.of("../docs/scaling.md");
    private static final Pattern BLOCK = Pattern.compile("```(?:sql|text)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("'(\\w+\\.\\w+)'");
    private static final Pattern COMMENT = Pattern.compile("--.*");
    private static final Pattern MADE = Pattern.compile("CREATE TABLE (\\w+\\.\\w+) \\((.*?)\n\\)", Pattern.DOTALL);
    private static final Pattern REFERENCE = Pattern.compile("REFERENCES (\\w+\\.\\w+)");
    private static final Pattern KEYED = Pattern.compile("FOREIGN KEY \\((.*?)\\) REFERENCES (\\w+\\.\\w+)");

    /** By no merchant: what grows there are numbers. */
    private static final String BY_NUMBER = "domain.log_tile";

    private final List<Table> tables = tables();
    private final List<List<String>> groups = groups();
    private final List<String> everywhere = groups.get(0);
    private final List<String> byMerchant = groups.get(1);
    private final List<String> local = groups.get(2);

    private record Table(String name, String definition) {

        List<String> refersTo() {
            return all(REFERENCE, definition, 1);
        }
    }

    @Test
    void every_table_has_one_place() {
        List<String> placed = new ArrayList<>(everywhere);
        placed.addAll(byMerchant);
        placed.addAll(local);
        // it is also what the others are to stand beside
        placed.remove("domain.payment");
        assertThat(tables).hasSizeGreaterThan(60);
        assertThat(placed)
                .containsExactlyInAnyOrderElementsOf(
                        tables.stream().map(Table::name).toList());
    }

    @Test
    void what_is_distributed_has_a_merchant() {
        assertThat(tables)
                .filteredOn(table ->
                        byMerchant.contains(table.name()) && !table.name().equals(BY_NUMBER))
                .allSatisfy(table -> assertThat(table.definition()).contains("merchant_id"));
    }

    @Test
    void a_distributed_table_refers_to_one_before_it_by_merchant_or_to_a_copy() {
        for (Table table : distributed()) {
            List<String> before = byMerchant.subList(0, byMerchant.lastIndexOf(table.name()));
            assertThat(table.refersTo())
                    .as(table.name())
                    .allMatch(other -> everywhere.contains(other)
                            || (before.contains(other) && keyTo(table, other).startsWith("merchant_id, ")));
        }
    }

    @Test
    void a_copy_refers_to_copies_before_it_and_a_local_table_to_copies_and_local_ones() {
        for (Table table : tables) {
            if (everywhere.contains(table.name())) {
                assertThat(everywhere.subList(0, everywhere.indexOf(table.name())))
                        .as(table.name())
                        .containsAll(table.refersTo());
            } else if (local.contains(table.name())) {
                assertThat(table.refersTo())
                        .as(table.name())
                        .allMatch(other -> everywhere.contains(other) || local.contains(other));
            }
        }
    }

    private List<Table> distributed() {
        return tables.stream()
                .filter(table -> byMerchant.contains(table.name()))
                .toList();
    }

    private static String keyTo(Table table, String other) {
        return KEYED.matcher(table.definition())
                .results()
                .filter(key -> key.group(2).equals(other))
                .map(key -> key.group(1))
                .findFirst()
                .orElse("");
    }

    /** Those of the page's blocks that name tables, in their order. */
    private static List<List<String>> groups() {
        List<List<String>> groups = all(BLOCK, read(PAGE), 1).stream()
                .map(block -> all(NAME, block, 1))
                .filter(names -> !names.isEmpty())
                .toList();
        assertThat(groups).as("copies, distributed tables, local tables").hasSize(3);
        return groups;
    }

    private static List<Table> tables() {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(ScalingPageTest::migrations)
                    .flatMap(file -> MADE.matcher(COMMENT.matcher(read(file)).replaceAll(""))
                            .results()
                            .map(made -> new Table(made.group(1), made.group(2))))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Stream<Path> migrations(Path sources) {
        try (Stream<Path> all = Files.walk(sources)) {
            return all.filter(file -> file.getFileName().toString().matches("V\\d+__\\w+\\.sql")).toList().stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<String> all(Pattern pattern, String text, int group) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(group))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
