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
    private static final String CLASS_PATH = Stream.of(
                    "target/counterfoil/lib/*",
                    "target/counterfoil/lib/application/*",
                    "../app/target/counterfoil/WEB-INF/lib/*",
                    "target/counterfoil/wlp/dev/api/spec/*")
            .collect(Collectors.joining(File.pathSeparator));

    /** All but {@code micro}, whose JMH no build needs. */
    @ParameterizedTest
    @ValueSource(strings = {"payments", "growth", "webhooks", "privacy", "transparency", "startup"})
    void compiles(String name, @TempDir Path classes) throws IOException {
        List<String> options = List.of("-proc:none", "-nowarn", "-cp", CLASS_PATH, "-d", classes.toString());
        List<Path> sources = new ArrayList<>(sources(BENCH.resolve("shared/src")));
        sources.addAll(sources(BENCH.resolve(name + ".src")));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(compiled).as(said.toString()).isTrue();
        }
    }

    private static List<Path> sources(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
