package io.counterfoil.monitoring.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever is woken by an alert finds a page that says what to do. */
class RunbooksTest {

    private static final Path PROJECT = Path.of("..");
    private static final Path PAGES = PROJECT.resolve("docs/runbooks");
    private static final Pattern FIRED = Pattern.compile("new Alarm\\(\\s*\"([a-z_]+)\"");

    @Test
    void every_rule_has_a_page_and_every_page_a_rule() throws IOException {
        try (Stream<Path> pages = Files.list(PAGES)) {
            assertThat(pages.map(page -> page.getFileName().toString())
                            .filter(name -> !name.equals("README.md"))
                            .map(name -> name.replace(".md", "")))
                    .containsExactlyInAnyOrderElementsOf(
                            KnownRules.all().stream().map(KnownRule::name).toList());
        }
    }

    @Test
    void every_page_says_what_it_means_what_to_do_and_when_it_is_over() throws IOException {
        for (KnownRule rule : KnownRules.all()) {
            String page = Files.readString(PROJECT.resolve(KnownRules.page(rule.name())));
            assertThat(page)
                    .as(rule.name())
                    .startsWith("# " + rule.title() + "\n")
                    .contains("`" + rule.name() + "`", "## What it means", "## What to do", "## When it is over");
        }
    }

    @Test
    void every_alarm_that_the_code_fires_is_a_rule() throws IOException {
        Set<String> fired = new TreeSet<>();
        try (Stream<Path> files = Files.walk(PROJECT, 12)) {
            for (Path file : files.filter(path -> path.toString().matches("\\.\\./\\w+/src/main/java/.*\\.java"))
                    .collect(Collectors.toList())) {
                FIRED.matcher(Files.readString(file)).results().forEach(name -> fired.add(name.group(1)));
            }
        }
        assertThat(fired).contains("outcome_overdue", "webhook_endpoint_disabled");
        assertThat(fired)
                .isSubsetOf(KnownRules.all().stream().map(KnownRule::name).toList());
    }
}
