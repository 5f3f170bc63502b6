package io.counterfoil.liberty.handbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.liberty.handbook.Handbook.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Below each block of commands in docs/operations.md stands who runs it, and that is true. */
class HandbookTest {

    private static final Pattern MARK = Pattern.compile(
            "\\*(Run by `\\w+IT`|Checked by hand on 20\\d\\d-\\d\\d-\\d\\d|Not run here: \\w+).*\\.\\*");
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))`");
    private static final Pattern RUN = Pattern.compile("commands\\(\"([^\"]+)\"\\)");
    private static final Path TESTS = Path.of("src/test/java");

    private final List<Block> blocks = Handbook.blocks();

    @Test
    void every_block_says_who_runs_it() {
        assertThat(blocks)
                .hasSizeGreaterThan(10)
                .allSatisfy(
                        block -> assertThat(block.mark()).as(block.commands()).matches(MARK));
    }

    @Test
    void every_test_that_is_named_exists() throws IOException {
        Set<String> there;
        try (Stream<Path> files = Files.walk(TESTS)) {
            there = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        List<String> named = blocks.stream()
                .flatMap(block -> NAMED.matcher(block.mark()).results())
                .map(name -> name.group(1))
                .toList();
        assertThat(there).containsAll(named);
    }

    @Test
    void what_is_said_to_be_run_is_run() throws IOException {
        List<String> run = RUN.matcher(
                        Files.readString(TESTS.resolve("io/counterfoil/liberty/handbook/HandbookIT.java")))
                .results()
                .map(call -> Handbook.commands(call.group(1)))
                .toList();
        assertThat(blocks)
                .filteredOn(block -> block.mark().startsWith("*Run by `HandbookIT`"))
                .extracting(Block::commands)
                .containsExactlyInAnyOrderElementsOf(run);
    }

    @Test
    void nothing_is_set_apart_as_commands_in_another_way() throws IOException {
        assertThat(Files.readAllLines(Path.of("../docs/operations.md")))
                .noneMatch(line -> line.matches("    (curl|psql|pg_\\w+|systemctl|kubectl) .*"));
    }
}
