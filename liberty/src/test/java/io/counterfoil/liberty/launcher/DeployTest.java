package io.counterfoil.liberty.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in {@code src/main/deploy} fits the server that it is to start and stop. */
class DeployTest {

    private static final Path DEPLOY = Path.of("src/main/deploy");
    private static final Path SETTINGS = Path.of("../docs/configuration.md");
    private static final Pattern VARIABLE = Pattern.compile("COUNTERFOIL_[A-Z0-9_]+");

    /** How long the embedded PostgreSQL is given to stop before it is killed. */
    private static final Duration DATABASE = Duration.ofSeconds(30);

    private final String image = read("Containerfile");
    private final String manifest = read("kubernetes/counterfoil.yaml");
    private final String unit = read("counterfoil.service");

    @TempDir
    Path directory;

    /** A mount belongs to root or to nobody in particular: the server can't close it to others, which it does with its home. */
    @Test
    void the_home_lies_below_the_directory_that_a_volume_is_mounted_at() {
        Path home = Path.of(one(image, "COUNTERFOIL_HOME=(\\S+)"));
        Path mount = Path.of(one(manifest, "\\{name: home, mountPath: ([^,}]+)"));
        assertThat(home.startsWith(mount) && !home.equals(mount))
                .as("%s lies below %s", home, mount)
                .isTrue();
        assertThat(manifest).as("where its comments fetch the first token").contains(home + "/first-run.env");
        assertThat(manifest).as("another home than the image's").doesNotContain("name: COUNTERFOIL_HOME");
    }

    @Test
    void names_only_settings_that_there_are() throws IOException {
        Set<String> known = new TreeSet<>();
        Files.readAllLines(SETTINGS).stream()
                .filter(line -> line.startsWith("| `COUNTERFOIL_"))
                .forEach(row -> known.add(one(row, "`(\\w+)`")));
        Stream.of(image, manifest, unit)
                .flatMap(text -> VARIABLE.matcher(text).results())
                .map(MatchResult::group)
                .forEach(variable -> assertThat(known).contains(variable));
    }

    @Test
    void systemd_tells_only_the_server_to_stop_and_waits_for_it() {
        assertThat(unit.lines()).contains("KillMode=mixed");
        assertThat(seconds(unit, "TimeoutStopSec=(\\d+)"))
                .isGreaterThan(drain().plus(Drain.PATIENCE).plus(DATABASE));
    }

    @Test
    void a_pod_that_stops_serves_until_nothing_more_is_sent_to_it() {
        String probe = manifest.substring(manifest.indexOf("readiness:"), manifest.indexOf("liveness:"));
        Duration looks = seconds(probe, "periodSeconds: (\\d+)")
                .multipliedBy(Long.parseLong(one(probe, "failureThreshold: (\\d+)")));
        assertThat(drain()).isGreaterThan(looks.multipliedBy(2));
    }

    @Test
    void systemd_finds_nothing_amiss_with_the_unit() throws IOException, InterruptedException {
        assumeThat(Stream.of("/usr/bin", "/bin").map(Path::of).map(bin -> bin.resolve("systemd-analyze")))
                .as("systemd-analyze is not installed: the check of the unit is its")
                .anyMatch(Files::isExecutable);
        Path copy = Files.copy(DEPLOY.resolve("counterfoil.service"), directory.resolve("counterfoil.service"));
        Process verify = new ProcessBuilder("systemd-analyze", "--man=no", "verify", copy.toString())
                .redirectErrorStream(true)
                .start();
        List<String> complaints;
        try (var reader = verify.inputReader(StandardCharsets.UTF_8)) {
            complaints = reader.lines()
                    .filter(line -> line.contains("counterfoil.service"))
                    .toList();
        }
        verify.waitFor();
        assertThat(complaints)
                .as("what it finds, other than that the server is not installed here")
                .allMatch(line -> line.contains("is not executable"));
    }

    private Duration drain() {
        return Duration.parse(one(manifest, "name: COUNTERFOIL_DRAIN\\s+value: (\\S+)"));
    }

    private static Duration seconds(String text, String pattern) {
        return Duration.ofSeconds(Long.parseLong(one(text, pattern)));
    }

    private static String one(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing like " + pattern));
    }

    private static String read(String file) {
        try {
            return Files.readString(DEPLOY.resolve(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
