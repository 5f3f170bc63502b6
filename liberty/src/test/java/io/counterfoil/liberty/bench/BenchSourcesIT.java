package io.counterfoil.liberty.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A measurement reaches into what it measures; whoever changes that finds out here, and not on the day of the next figures. */
class BenchSourcesIT {

    private static final Path BENCH = Path.of("..", "bench");

    /** That of {@code shared/run}. */
    private static final List<Path> JARS = List.of(
            Path.of("target/counterfoil/lib"),
            Path.of("target/counterfoil/lib/application"),
            Path.of("../app/target/counterfoil/WEB-INF/lib"),
            Path.of("target/counterfoil/wlp/dev/api/spec"));

    /** All but {@code micro}, whose JMH no build needs. */
    @ParameterizedTest
    @ValueSource(strings = {"payments", "growth", "webhooks", "privacy", "transparency", "startup", "servers"})
    void compiles(String name, @TempDir Path classes) throws IOException {
        List<String> options = List.of("-proc:none", "-nowarn", "-cp", classPath(), "-d", classes.toString());
        List<Path> sources = new ArrayList<>(files(BENCH.resolve("shared/src"), ".java"));
        sources.addAll(files(BENCH.resolve(name + ".src"), ".java"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(compiled).as(said.toString()).isTrue();
        }
    }

    private static String classPath() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Path directory : JARS) {
            jars.addAll(files(directory, ".jar"));
        }
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static List<Path> files(Path directory, String ending) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }
}
