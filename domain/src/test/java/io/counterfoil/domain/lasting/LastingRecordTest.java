package io.counterfoil.domain.lasting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastingRecordTest {

    @TempDir
    private Path directory;

    private LastingRecord record() {
        return new LastingRecord(directory.resolve("inner/record"));
    }

    @Test
    void is_empty_until_something_is_appended() throws IOException {
        assertThat(record().lines()).isEmpty();
        assertThat(record().size()).isZero();
    }

    @Test
    void keeps_lines_in_their_order() throws IOException {
        record().append("one");
        record().append("two");
        assertThat(record().lines()).containsExactly("one", "two");
    }

    @Test
    void a_line_that_a_crash_cut_short_stays_a_line_of_its_own() throws IOException {
        record().append("one");
        Files.writeString(record().file(), "one\ntw");
        record().append("three");
        assertThat(record().lines()).containsExactly("one", "tw", "three");
    }

    @Test
    void its_last_lines_are_whole_ones() throws IOException {
        assertThat(record().lastLines(8)).isEmpty();
        record().append("one");
        record().append("two");
        record().append("three");
        assertThat(record().lastLines(8)).containsExactly("three");
        assertThat(record().lastLines(11)).containsExactly("two", "three");
        assertThat(record().lastLines(100)).containsExactly("one", "two", "three");
    }

    @Test
    void is_replaced_whole() throws IOException {
        record().append("one");
        record().replace(List.of("two", "three"));
        record().append("four");
        assertThat(record().lines()).containsExactly("two", "three", "four");
    }

    @Test
    void writers_do_not_mix_their_lines() throws Exception {
        LastingRecord shared = record();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<String> lines =
                IntStream.range(0, 40).mapToObj(i -> "x".repeat(500) + i).toList();
        for (String line : lines) {
            threads.submit(() -> {
                shared.append(line);
                return true;
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(shared.lines()).containsExactlyInAnyOrderElementsOf(lines);
    }
}
