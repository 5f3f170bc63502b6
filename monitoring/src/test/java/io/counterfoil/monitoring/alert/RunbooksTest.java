package io.counterfoil.monitoring.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever is woken by an alert finds a page that says what to do. */
class RunbooksTest {

    private static final Path PROJECT = Path.of("..");
    private static final Path PAGES = PROJECT.resolve("docs/runbooks");
    private static final Pattern FIRED = Pattern.compile("new Alarm\\(\\s*\"([a-z_]+)\"");

    private static final Path PROMETHEUS = PROJECT.resolve("monitoring/prometheus/counterfoil.rules.yml");
    private static final Pattern SHIPPED = Pattern.compile("- alert: (\\w+)((?:(?!- alert:)[\\s\\S])*)");
    private static final Pattern LINK = Pattern.compile("runbook: docs/runbooks/(\\w+)\\.md\\n");

    @Test
    void every_rule_has_a_page_and_every_page_a_rule() throws IOException {
        try (Stream<Path> pages = Files.list(PAGES)) {
            Set<String> named = new TreeSet<>(shipped().values());
            KnownRules.all().forEach(rule -> named.add(rule.name()));
            Set<String> there = new TreeSet<>();
            pages.forEach(page -> there.add(page.getFileName().toString().replace(".md", "")));
            assertThat(there).isEqualTo(named);
        }
    }

    @Test
    void every_alert_for_prometheus_links_to_a_page_that_says_what_to_do() throws IOException {
        Map<String, String> shipped = shipped();
        assertThat(shipped).hasSizeGreaterThan(5);
        for (Map.Entry<String, String> alert : shipped.entrySet()) {
            assertThat(PAGES.resolve(alert.getValue() + ".md"))
                    .as(alert.getKey())
                    .content()
                    .contains("## What it means", "## What to do", "## When it is over");
        }
    }

    /** The page of each alert that Prometheus is to raise. */
    private static Map<String, String> shipped() throws IOException {
        Map<String, String> shipped = new TreeMap<>();
        SHIPPED.matcher(Files.readString(PROMETHEUS)).results().forEach(alert -> {
            Matcher link = LINK.matcher(alert.group(2));
            assertThat(link.find())
                    .as("%s links to its runbook", alert.group(1))
                    .isTrue();
            shipped.put(alert.group(1), link.group(1));
        });
        return shipped;
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
