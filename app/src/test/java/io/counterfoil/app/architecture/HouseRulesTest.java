package io.counterfoil.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule twice: the house obeys it, and of the samples it reports exactly those that break it. */
class HouseRulesTest {

    private static final String BROKEN = "io.counterfoil.app.architecture.broken";
    private static final Pattern OFFENDER =
            Pattern.compile(BROKEN.replace(".", "\\.") + "\\.(?:[a-z]+\\.)+([A-Z][\\w$.]*\\w)");
    private static final Pattern IMPORT = Pattern.compile("import (io\\.counterfoil\\.[\\w.]+);");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.counterfoil");
    private static final JavaClasses SAMPLES = new ClassFileImporter().importPackages(BROKEN);

    /** The module above the WAR is built later, so its sources tell what it uses. */
    private static final Path SERVER = Path.of("..", "liberty", "src", "main", "java");

    /** Types that are published ahead of their users, one name a line. */
    private static final Path AHEAD = Path.of("src", "test", "resources", "published-ahead.txt");

    /** A rule, and the samples that break it. */
    record Case(String name, Function<HouseRules, ArchRule> rule, Set<String> offenders) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> rules() {
        return List.of(
                new Case(
                        "modules",
                        HouseRules::modules,
                        Set.of("LooksUp", "LooksUp.vault", "LooksAside", "LooksAside.delivery")),
                new Case("no cycles", HouseRules::noCycles, Set.of("Chicken", "LooksUp")),
                new Case("flat slices", HouseRules::flatSlices, Set.of("TooDeep", "TooHigh")),
                new Case("no field injection", HouseRules::noFieldInjection, Set.of("FieldInjected.dice")),
                new Case(
                        "names",
                        HouseRules::names,
                        Set.of("PaymentManager", "PaymentManager$MoneyUtils", "CommonThings")),
                new Case(
                        "null-marked",
                        HouseRules::nullMarked,
                        Set.of(
                                "Chicken",
                                "TooDeep",
                                "TooHigh",
                                "Egg",
                                "LooksUp",
                                "LooksAside",
                                "Vault",
                                "Delivery",
                                "WebhooksModule")),
                new Case(
                        "clock",
                        HouseRules::clock,
                        Set.of(
                                "ReadsTheClock.now",
                                "ReadsTheClock.nowByReference",
                                "ReadsTheClock.today",
                                "ReadsTheClock.clock",
                                "ReadsTheClock.source",
                                "ReadsTheClock.millis",
                                "ReadsTheClock.date")),
                new Case(
                        "randomness",
                        HouseRules::noPredictableRandomness,
                        Set.of("RollsDice.predictable", "RollsDice.alsoPredictable")),
                new Case("fireAsync", HouseRules::noFireAsync, Set.of("EventsOutOfTurn.fires")),
                new Case("before completion", HouseRules::noObserverBeforeCompletion, Set.of("EventsOutOfTurn.reacts")),
                new Case(
                        "classified columns",
                        HouseRules::classifiedColumns,
                        Set.of("Guest.seal", "Guest.billingAddress", "Stranger.id")),
                new Case("posts take keys", HouseRules::postsTakeKeys, Set.of("PostsWithoutKey.changes")),
                new Case("public for somebody", HouseRules::publicForSomebody, Set.of("PublicForNobody")));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void the_house_obeys(Case rule) {
        ArchRule ofTheHouse = rule.rule().apply(new HouseRules("io.counterfoil", namedElsewhere()));
        ofTheHouse.allowEmptyShould(true).check(HOUSE);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void reports_the_samples_that_break_it_and_no_other(Case rule) {
        ArchRule ofTheSamples = rule.rule().apply(new HouseRules(BROKEN, Set.of()));
        assertThat(offenders(ofTheSamples)).isEqualTo(rule.offenders());
    }

    @Test
    void a_public_type_that_only_the_server_imports_is_for_somebody() {
        HouseRules samples = new HouseRules(BROKEN, Set.of(BROKEN + ".domain.habits.PublicForNobody"));
        assertThat(offenders(samples.publicForSomebody())).isEmpty();
    }

    /** An entry of the list goes when its user comes. */
    @Test
    void no_type_is_called_ahead_whose_user_has_come() {
        ArchRule rule = new HouseRules("io.counterfoil", importedBy(SERVER)).publicForSomebody();
        List<String> lonely = rule.evaluate(HOUSE).getFailureReport().getDetails();
        assertThat(ahead())
                .allSatisfy(type -> assertThat(lonely)
                        .withFailMessage("%s is named by now: delete its line in %s", type, AHEAD)
                        .anyMatch(line -> line.startsWith(type + " ")));
    }

    @Test
    void looks_at_the_house_and_not_at_the_samples() {
        assertThat(HOUSE.contain("io.counterfoil.domain.configuration.Setting")).isTrue();
        assertThat(HOUSE.contain(HouseRules.class)).isFalse();
    }

    private static Set<String> namedElsewhere() {
        return Stream.concat(importedBy(SERVER).stream(), ahead()).collect(Collectors.toSet());
    }

    private static Stream<String> ahead() {
        return text(AHEAD).lines().filter(line -> !line.isBlank());
    }

    private static Set<String> offenders(ArchRule rule) {
        return rule.evaluate(SAMPLES).getFailureReport().getDetails().stream()
                .flatMap(line -> OFFENDER.matcher(line).results().limit(1))
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    private static Set<String> importedBy(Path sources) {
        if (!Files.isDirectory(sources)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> IMPORT.matcher(text(file)).results())
                    .map(match -> match.group(1))
                    .collect(Collectors.toSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
