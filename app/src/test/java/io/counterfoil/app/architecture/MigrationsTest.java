package io.counterfoil.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    private static final Pattern CHANGES = Pattern.compile(
            "(?is)\\s*(ALTER TABLE\\s+(?<altered>\\S+)\\s+(?<actions>.*)|DROP\\b.*|TRUNCATE\\b.*|DELETE\\b.*"
                    + "|CREATE UNIQUE INDEX\\b.*?\\sON\\s+(?<indexed>\\S+)\\s.*"
                    + "|CREATE (OR REPLACE )?(CONSTRAINT )?TRIGGER\\b.*?\\sON\\s+(?<watched>\\S+)\\s.*)");

    /**
     * A column may be demanded only where the database fills it in for whoever doesn't know of it. Nobody misses a check that
     * is dropped.
     */
    private static final Pattern ADDS = Pattern.compile("(?is)ADD COLUMN (?!.*NOT NULL(?!.*DEFAULT)).*"
            + "|DROP CONSTRAINT \\w+_check|ALTER COLUMN \\S+ SET STORAGE \\w+|ATTACH PARTITION .*|SET \\(.*");

    /** A rule over what was there before: whoever does not know of it may break it, and be refused what it always could do. */
    private static final Pattern RULES = Pattern.compile("(?is)ADD (CONSTRAINT|CHECK|FOREIGN).*|CREATE UNIQUE INDEX.*");

    private static final Pattern TABLE = Pattern.compile("(?i)CREATE TABLE\\s+(?:IF NOT EXISTS\\s+)?([\\w.]+)");
    private static final Pattern COLUMN = Pattern.compile("(?i)ADD COLUMN\\s+(?:IF NOT EXISTS\\s+)?(\\w+)");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("\\W+");

    /** What stands in migrations of before the first release, when there was no server of a version before. */
    private static final Map<String, String> BEFORE_THE_FIRST_RELEASE = Map.of(
            "V20__api_key_care.sql", "CREATE TRIGGER api_key_stays_dead ",
            "V74__alert_webhook.sql", "ADD CONSTRAINT alert_channel_kind_check ");

    @ParameterizedTest
    @MethodSource("files")
    void only_adds(Path file) throws IOException {
        Optional<String> known = Optional.ofNullable(
                BEFORE_THE_FIRST_RELEASE.get(file.getFileName().toString()));
        List<String> takenAway = takenAway(Files.readString(file));
        if (known.isPresent()) {
            assertThat(takenAway).singleElement().asString().startsWith(known.orElseThrow());
        } else {
            assertThat(takenAway)
                    .as("what a server of the version before would miss, or stumble over")
                    .isEmpty();
        }
    }

    @Test
    void every_exception_is_of_a_migration_that_there_is() throws IOException {
        assertThat(files())
                .extracting(file -> file.getFileName().toString())
                .containsAll(BEFORE_THE_FIRST_RELEASE.keySet());
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
                "ALTER TABLE domain.payment ADD CHECK (amount < 1000);",
                "ALTER TABLE domain.payment ADD COLUMN a text, ADD CONSTRAINT no_euro CHECK (currency <> 'EUR');",
                "ALTER TABLE domain.payment ADD FOREIGN KEY (merchant_id) REFERENCES domain.merchant;",
                "CREATE UNIQUE INDEX one_order ON domain.payment (merchant_id, order_reference);",
                "CREATE FUNCTION domain.f() RETURNS trigger AS $$ BEGIN RETURN NULL; END $$;\n"
                        + "CREATE TRIGGER t BEFORE UPDATE ON domain.payment FOR EACH ROW EXECUTE FUNCTION domain.f();",
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

    /** Who was there before knows nothing of them, so they may have rules. */
    @Test
    void leaves_alone_rules_over_what_is_new() {
        assertThat(takenAway("""
            ALTER TABLE domain.payment
                ADD COLUMN fee bigint CHECK (fee >= 0),
                ADD COLUMN fee_paid_at timestamptz,
                ADD CONSTRAINT fee_is_paid CHECK (fee IS NULL OR fee_paid_at IS NOT NULL);
            CREATE UNIQUE INDEX fee_paid_once ON domain.payment (merchant_id, fee_paid_at);
            CREATE TABLE domain.fee (merchant_id uuid, id uuid);
            ALTER TABLE domain.fee ADD CHECK (id IS NOT NULL), ALTER COLUMN id SET NOT NULL;
            CREATE UNIQUE INDEX fee_id ON domain.fee (merchant_id, id);
            CREATE TRIGGER fee_stays BEFORE UPDATE ON domain.fee FOR EACH ROW EXECUTE FUNCTION domain.f();
            """)).isEmpty();
    }

    private static List<String> takenAway(String sql) {
        String plain =
                FUNCTION_BODY.matcher(COMMENT.matcher(sql).replaceAll("")).replaceAll("''");
        Set<String> made = names(TABLE, plain);
        Set<String> added = names(COLUMN, plain);
        return Arrays.stream(plain.split(";"))
                .map(CHANGES::matcher)
                .filter(change -> change.matches() && !concerns(change, made))
                .flatMap(change -> change.group("actions") == null
                        ? Stream.of(change.group())
                        : Arrays.stream(change.group("actions").split(",(?![^(]*\\))")))
                .map(action -> action.strip().replaceAll("\\s+", " "))
                .filter(action -> !ADDS.matcher(action).matches())
                .filter(action -> !(RULES.matcher(action).matches() && named(added, action)))
                .toList();
    }

    private static boolean concerns(Matcher change, Set<String> tables) {
        return Stream.of("altered", "indexed", "watched").map(change::group).anyMatch(tables::contains);
    }

    /** Whether it is about one of these columns; the rule's own name says nothing. */
    private static boolean named(Set<String> columns, String rule) {
        String condition = rule.substring(rule.indexOf('(') + 1);
        return BETWEEN_WORDS.splitAsStream(condition).anyMatch(columns::contains);
    }

    private static Set<String> names(Pattern pattern, String sql) {
        return pattern.matcher(sql).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }
}
