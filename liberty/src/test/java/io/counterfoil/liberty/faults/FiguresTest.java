package io.counterfoil.liberty.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever reads the log of a build finds a line of figures for each of the bad cases. */
class FiguresTest {

    private static final Path TESTS = Path.of("src/test/java/io/counterfoil/liberty/faults");
    private static final Pattern PRINTED = Pattern.compile("Figures\\.print\\(\\s*([0-9])");

    private static final Map<Integer, String> CASES = Map.of(
            0, "ProcessorTroubleIT", // not found now and charged later; heard only after the look-up
            1, "CrashPointsIT",
            2, "RandomKillsIT",
            3, "DatabaseTroubleIT",
            4, "ProcessorTroubleIT", // down, slow, garbage, flapping
            5, "TwoServersIT",
            6, "MoneyModelIT");

    @Test
    void every_bad_case_prints_its_figures() throws IOException {
        Map<Integer, Set<String>> printed = new TreeMap<>();
        try (Stream<Path> files = Files.list(TESTS)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith("IT.java")).toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                PRINTED.matcher(Files.readString(file))
                        .results()
                        .forEach(line -> printed.computeIfAbsent(
                                        Integer.valueOf(line.group(1)), absent -> new TreeSet<>())
                                .add(name));
            }
        }
        assertThat(printed.keySet()).containsExactlyElementsOf(new TreeSet<>(CASES.keySet()));
        CASES.forEach((badCase, test) ->
                assertThat(printed.get(badCase)).as("case %s", badCase).contains(test));
    }

    @Test
    void a_line_says_which_case_it_is_about() {
        assertThat(Figures.line(5, "%s keys, %s charges", 1_000, 1_000))
                .isEqualTo("faults, case 5: 1000 keys, 1000 charges");
    }
}
