package io.counterfoil.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A migration only adds, so that a server of the version before goes on working while the next one's are started beside it:
 * expand first, contract in a release after that (docs/operations.md, "Upgrading").
 */
class MigrationsTest {

    private static final Pattern COMMENT = Pattern.compile("--.*");
    private static final Pattern FUNCTION_BODY = Pattern.compile("\\$\\$.*?\\$\\$", Pattern.DOTALL);
    private static final Pattern CHANGES =
            Pattern.compile("(?is)\\s*(ALTER TABLE\\s+\\S+\\s+(?<actions>.*)|DROP\\b.*|TRUNCATE\\b.*|DELETE\\b.*)");

    /**
     * A column may be demanded only where the database fills it in for whoever doesn't know of it. Nobody misses a check that
     * is dropped.
     */
    private static final Pattern ADDS =
            Pattern.compile("(?is)ADD COLUMN (?!.*NOT NULL(?!.*DEFAULT)).*|ADD (CONSTRAINT|CHECK|FOREIGN).*"
                    + "|DROP CONSTRAINT \\w+_check|ALTER COLUMN \\S+ SET STORAGE \\w+|ATTACH PARTITION .*|SET \\(.*");

    @ParameterizedTest
    @MethodSource("files")
    void only_adds(Path file) throws IOException {
        assertThat(takenAway(Files.readString(file)))
                .as("what a server of the version before would miss")
                .isEmpty();
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(MigrationsTest::migrations)
                    .toList();
        }
    }

    private static Stream<Path> migrations(Path sources) {
        try (Stream<Path> all = Files.walk(sources)) {
            return all.filter(file -> file.getFileName().toString().matches("V\\d+__\\w+\\.sql")).toList().stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void finds_those_of_every_module_with_tables() throws IOException {
        assertThat(files())
                .extracting(file -> file.getName(1).toString())
                .contains("domain", "privacy", "webhooks", "monitoring");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE domain.payment;",
                "ALTER TABLE domain.payment DROP COLUMN status;",
                "ALTER TABLE domain.payment DROP CONSTRAINT payment_pkey;",
                "ALTER TABLE domain.payment RENAME COLUMN status TO state;",
                "ALTER TABLE domain.payment\n    ADD COLUMN a text,\n    ALTER COLUMN status TYPE varchar(3);",
                "ALTER TABLE domain.payment ALTER COLUMN customer_id SET NOT NULL;",
                "ALTER TABLE domain.payment ADD COLUMN state text NOT NULL;",
            })
    void reports_what_takes_away(String sql) {
        assertThat(takenAway(sql)).hasSize(1);
    }

    @Test
    void leaves_alone_what_a_function_does_and_a_comment_says() {
        assertThat(takenAway("""
            -- DROP TABLE domain.payment;
            CREATE FUNCTION domain.f() RETURNS trigger AS $$ BEGIN DELETE FROM domain.payment; END $$;
            ALTER TABLE domain.payment ADD COLUMN state text NOT NULL DEFAULT '', ADD COLUMN fee numeric(10, 2);
            """)).isEmpty();
    }

    private static List<String> takenAway(String sql) {
        String plain =
                FUNCTION_BODY.matcher(COMMENT.matcher(sql).replaceAll("")).replaceAll("''");
        return Arrays.stream(plain.split(";"))
                .map(CHANGES::matcher)
                .filter(change -> change.matches())
                .flatMap(change -> change.group("actions") == null
                        ? Stream.of(change.group())
                        : Arrays.stream(change.group("actions").split(",(?![^(]*\\))")))
                .map(action -> action.strip().replaceAll("\\s+", " "))
                .filter(action -> !ADDS.matcher(action).matches())
                .toList();
    }
}
