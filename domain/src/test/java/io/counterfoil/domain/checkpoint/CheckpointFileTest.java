package io.counterfoil.domain.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.merkletree.Hash;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTest {

    private static final String ORIGIN = "log.example/receipts";

    @TempDir
    private Path directory;

    @Test
    void of_two_servers_that_saw_the_same_promise_one_makes_the_next() {
        PublishedCheckpoints one = new CheckpointFile(directory.resolve("shared"));
        PublishedCheckpoints other = new CheckpointFile(directory.resolve("shared"));
        assertThat(one.remember(checkpoint(10, 1), Optional.empty())).isTrue();
        Optional<Checkpoint> seenByBoth = other.last(ORIGIN);

        assertThat(one.remember(checkpoint(12, 2), seenByBoth)).isTrue();
        assertThat(other.remember(checkpoint(13, 3), seenByBoth)).isFalse();

        assertThat(other.last(ORIGIN)).hasValue(checkpoint(12, 2));
    }

    @Test
    void begins_anew_with_the_last_promise_of_each_log_when_it_has_grown_large() {
        PublishedCheckpoints file = new CheckpointFile(directory.resolve("long"));
        Checkpoint another = new Checkpoint("log.example/audit", 7, Hash.leaf(new byte[] {7}));
        assertThat(file.remember(another, Optional.empty())).isTrue();
        Optional<Checkpoint> last = Optional.empty();
        for (int size = 1; size <= 1_000; size++) {
            assertThat(file.remember(checkpoint(size, 1), last)).isTrue();
            last = file.last(ORIGIN);
        }

        assertThat(last).hasValue(checkpoint(1_000, 1));
        assertThat(file.last(another.origin())).hasValue(another);
        assertThat(directory.resolve("long").toFile().length()).isLessThan(70_000);
    }

    private static Checkpoint checkpoint(long size, int content) {
        return new Checkpoint(ORIGIN, size, Hash.leaf(new byte[] {(byte) content}));
    }
}
