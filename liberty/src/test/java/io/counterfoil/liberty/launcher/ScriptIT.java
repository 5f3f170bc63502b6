package io.counterfoil.liberty.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.liberty.process.Distribution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script, in a clone in miniature: a Maven that only counts its calls, and a server that refuses its settings, so that each
 * run is over at once.
 */
class ScriptIT {

    private static final String REFUSED = "COUNTERFOIL_HTTPS_PORT can't be read";

    @TempDir
    Path directory;

    private Path clone;

    private record Ended(int code, String output) {}

    @BeforeEach
    void makeAClone() throws IOException {
        clone = Files.createDirectories(directory.resolve("a clone"));
        Files.copy(Distribution.directory().resolve("bin/counterfoil"), clone.resolve("counterfoil"));
        source("pom.xml", "<project><version>7.8.9</version></project>\n");
        source("liberty/pom.xml", "");
        source("domain/pom.xml", "");
        source("domain/src/main/java/A.java", "");
        source("domain/src/main/java/B.java", "");
        source("domain/src/test/java/ATest.java", "");
        source("liberty/src/main/etc/server.xml", "");
        Files.createDirectories(clone.resolve("liberty/target"));
        Files.createSymbolicLink(clone.resolve("liberty/target/counterfoil"), Distribution.directory());
        try (var paths = Files.walk(clone)) {
            for (Path path : paths.toList()) {
                if (!Files.isSymbolicLink(path)) {
                    Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
                }
            }
        }
        maven("3.9.9");
    }

    @Test
    void explains_itself() throws Exception {
        assertThat(call(clone.resolve("counterfoil"))).satisfies(ended -> {
            assertThat(ended.code).isZero();
            assertThat(ended.output).contains("Usage: counterfoil <command>", "run ", "COUNTERFOIL_HOME");
        });
    }

    @Test
    void refuses_a_command_that_it_lacks() throws Exception {
        assertThat(call(clone.resolve("counterfoil"), "fly")).satisfies(ended -> {
            assertThat(ended.code).isEqualTo(2);
            assertThat(ended.output).contains("unknown command: fly", "Usage:");
        });
    }

    @Test
    void tells_its_version() throws Exception {
        assertThat(call(clone.resolve("counterfoil"), "version").output).isEqualTo("7.8.9\n");
        assertThat(call(Distribution.directory().resolve("bin/counterfoil"), "version").output)
                .isEqualTo(Files.readString(Distribution.directory().resolve("VERSION")));
    }

    @Test
    void builds_before_the_first_run_and_touches_nothing_in_the_next() throws Exception {
        assertThat(run().output).contains("building what changed", REFUSED);
        assertThat(builds()).isEqualTo(1);

        Map<Path, FileTime> before = clonedFiles();
        assertThat(run().output).doesNotContain("building").contains(REFUSED);
        assertThat(builds()).isEqualTo(1);
        assertThat(clonedFiles()).isEqualTo(before);
    }

    @Test
    void builds_again_when_a_source_changed() throws Exception {
        run();
        Files.writeString(clone.resolve("domain/src/main/java/A.java"), "changed");
        run();
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void builds_again_when_a_source_is_gone() throws Exception {
        run();
        Files.delete(clone.resolve("domain/src/main/java/B.java"));
        run();
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void does_not_build_for_a_changed_test() throws Exception {
        run();
        Files.writeString(clone.resolve("domain/src/test/java/ATest.java"), "changed");
        run();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void builds_once_for_two_that_start_at_the_same_moment() throws Exception {
        Process first = start(clone.resolve("counterfoil"), "run");
        Process second = start(clone.resolve("counterfoil"), "run");

        assertThat(List.of(ended(first).output, ended(second).output)).allMatch(output -> output.contains(REFUSED));
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void takes_over_the_lock_of_a_build_that_was_killed() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.writeString(clone.resolve("liberty/target/run.lock"), gone.pid() + "\n");

        assertThat(run().output).contains(REFUSED);
        assertThat(builds()).isEqualTo(1);
        assertThat(clone.resolve("liberty/target/run.lock")).doesNotExist();
    }

    @Test
    void starts_nothing_after_a_build_that_failed_and_tries_again() throws Exception {
        Files.writeString(directory.resolve("bin/fail"), "");
        assertThat(run()).satisfies(ended -> {
            assertThat(ended.code).isEqualTo(1);
            assertThat(ended.output).contains("the build failed").doesNotContain(REFUSED);
        });

        Files.delete(directory.resolve("bin/fail"));
        assertThat(run().output).contains(REFUSED);
    }

    @Test
    void names_a_maven_that_is_too_old() throws Exception {
        maven("3.6.3");
        assertThat(run()).satisfies(ended -> {
            assertThat(ended.code).isEqualTo(1);
            assertThat(ended.output).contains("Maven 3.8 or newer is needed to build; mvn is 3.6");
        });
    }

    @Test
    void names_a_java_home_without_java() throws Exception {
        ProcessBuilder builder = command(clone.resolve("counterfoil"), "run");
        builder.environment().put("JAVA_HOME", "/no/such/jdk");
        assertThat(ended(builder.start()).output).contains("JAVA_HOME names no JDK: /no/such/jdk/bin/java");
    }

    @Test
    void runs_through_a_symbolic_link_and_with_a_cdpath() throws Exception {
        run();
        Path link = Files.createSymbolicLink(directory.resolve("cf"), Path.of("a clone/counterfoil"));
        ProcessBuilder builder =
                command(Path.of("./" + link.getFileName()), "run").directory(directory.toFile());
        builder.environment().put("CDPATH", "/usr:/tmp");
        assertThat(ended(builder.start()).output).contains(REFUSED);
    }

    private void source(String path, String text) throws IOException {
        Path file = clone.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void maven(String version) throws IOException {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Path mvn = bin.resolve("mvn");
        Files.writeString(mvn, """
            #!/bin/sh
            case $1 in -v) echo "Apache Maven %s (x)"; exit 0;; esac
            echo built >> '%s/builds'
            sleep 1
            [ ! -f '%s/fail' ]
            """.formatted(version, bin, bin));
        Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwx------"));
    }

    private int builds() throws IOException {
        Path file = directory.resolve("bin/builds");
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }

    /** Every file of the clone with its time; what the links lead to is the build's own. */
    private Map<Path, FileTime> clonedFiles() throws IOException {
        Map<Path, FileTime> times = new TreeMap<>();
        try (var paths = Files.walk(clone)) {
            paths.forEach(path -> {
                try {
                    times.put(path, Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS));
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        }
        return times;
    }

    private Ended run() throws IOException, InterruptedException {
        return call(clone.resolve("counterfoil"), "run");
    }

    private Ended call(Path script, String... arguments) throws IOException, InterruptedException {
        return ended(start(script, arguments));
    }

    private Process start(Path script, String... arguments) throws IOException {
        return command(script, arguments).start();
    }

    private ProcessBuilder command(Path script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("COUNTERFOIL_"));
        environment.put("PATH", directory.resolve("bin") + ":" + environment.get("PATH"));
        environment.put("COUNTERFOIL_HOME", directory.resolve("home").toString());
        environment.put("COUNTERFOIL_HTTPS_PORT", "none");
        return builder;
    }

    private static Ended ended(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
