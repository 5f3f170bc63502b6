package io.counterfoil.app.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.secret.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code docs/security.md} says is there is there. */
class SecurityPageTest {

    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve("docs/security.md");
    private static final Pattern FENCED = Pattern.compile("(?s)the pattern is\n\n```\n(.+?)\n```");

    /** A type, or a method or type in one, as a row of the catalogues names it. */
    private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z]+)(?:\\.([A-Za-z_]+))?`");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^):]+)\\)");

    @ParameterizedTest
    @ValueSource(strings = {"sk_test_", "sk_live_", "rk_test_", "rk_live_", "op_"})
    void its_pattern_finds_each_kind_of_secret_wherever_it_stands(String prefix) throws IOException {
        Pattern pattern = pattern();
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < 100; i++) {
            String secret = Token.random(random, prefix).reveal();
            for (String place : List.of("%s", "KEY=%s\n", "\"%s\",", "Bearer %s", "https://%s:@example.com", "(%s)")) {
                assertThat(pattern.matcher(place.formatted(secret)).results().map(MatchResult::group))
                        .as(place.formatted(secret))
                        .containsExactly(secret);
            }
        }
    }

    @Test
    void its_pattern_finds_nothing_that_is_no_secret_of_ours() throws IOException {
        Pattern pattern = pattern();
        String rest = Token.random(new SecureRandom(), "op_").reveal().substring(3);
        for (String no : List.of(
                "sk_test_" + rest.substring(1),
                "sk_test_" + rest + "0",
                "sk_test_" + rest.substring(1) + "-",
                "xsk_test_" + rest,
                "_op_" + rest,
                "pk_test_" + rest,
                "sk_prod_" + rest,
                "SK_TEST_" + rest,
                "sk-test-" + rest,
                "op" + rest,
                "whsec_" + rest,
                "rcs_" + rest,
                rest)) {
            assertThat(pattern.matcher(no).find()).as(no).isFalse();
        }
    }

    @Test
    void every_class_and_test_that_its_catalogues_name_exists() throws IOException {
        Map<String, Path> tests = types("test");
        Map<String, Path> code = types("main");
        code.putAll(tests);
        int named = 0;
        for (String[] row : catalogues()) {
            named += assertExist(row[row.length - 2], code) + assertExist(row[row.length - 1], tests);
        }
        assertThat(named).isGreaterThan(50);
    }

    private static int assertExist(String cell, Map<String, Path> types) throws IOException {
        List<MatchResult> names = NAMED.matcher(cell).results().toList();
        for (MatchResult name : names) {
            assertThat(types).as(name.group()).containsKey(name.group(1));
            if (name.group(2) != null) {
                assertThat(Files.readString(types.get(name.group(1))))
                        .as(name.group())
                        .containsPattern("(?:void|record|class) " + name.group(2) + "\\b");
            }
        }
        return names.size();
    }

    @Test
    void every_page_that_it_leads_to_exists() throws IOException {
        assertThat(LINK.matcher(Files.readString(PAGE)).results().map(link -> PAGE.resolveSibling(link.group(1))))
                .isNotEmpty()
                .allMatch(Files::isRegularFile);
    }

    private static Pattern pattern() throws IOException {
        return FENCED.matcher(Files.readString(PAGE))
                .results()
                .map(fenced -> Pattern.compile(fenced.group(1)))
                .findFirst()
                .orElseThrow();
    }

    /** The rows of both tables: their last two cells are code and test. */
    private static List<String[]> catalogues() throws IOException {
        String page = Files.readString(PAGE);
        return page.substring(page.indexOf("## Against the catalogues"))
                .lines()
                .filter(line -> line.startsWith("| ") && line.contains("`"))
                .map(line -> line.split("\\|"))
                .toList();
    }

    private static Map<String, Path> types(String of) throws IOException {
        Map<String, Path> types = new TreeMap<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path sources : modules.map(module -> module.resolve("src").resolve(of))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    files.filter(file -> file.toString().endsWith(".java"))
                            .forEach(file ->
                                    types.put(file.getFileName().toString().replace(".java", ""), file));
                }
            }
        }
        return types;
    }
}
