package io.counterfoil.domain.checkpoint;

import io.counterfoil.domain.lasting.LastingRecord;
import io.counterfoil.domain.merkletree.Hash;
import io.counterfoil.domain.merkletree.InvalidProof;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Published checkpoints in a file that is only appended to: a line each, {@code <origin> <size> <root>}. When it has grown
 * to 16 KiB it is begun anew, with the largest of each log. Servers may share it: a lock beside it keeps them apart.
 */
public final class CheckpointFile implements PublishedCheckpoints {

    private static final int LARGEST = 1 << 14;

    private final LastingRecord record;

    public CheckpointFile(Path file) {
        this.record = new LastingRecord(file);
    }

    @Override
    public Optional<Checkpoint> last(String origin) {
        try {
            return checkpoints(line -> line.startsWith(origin + " ")).max(Comparator.comparingLong(Checkpoint::size));
        } catch (IOException unreadable) {
            throw new LogRefused(
                    "The record of published checkpoints can't be read: %s. Check the file's rights and its disk."
                            .formatted(record.file()));
        }
    }

    @Override
    public boolean remember(Checkpoint checkpoint, Optional<Checkpoint> compared) {
        AtomicBoolean remembered = new AtomicBoolean();
        try {
            record.alone(() -> {
                // another server may have been first
                if (last(checkpoint.origin()).equals(compared)) {
                    if (record.size() > LARGEST) {
                        beginAnew();
                    }
                    record.add(line(checkpoint));
                    remembered.set(true);
                }
            });
        } catch (IOException unwritable) {
            throw new LogRefused(
                    "The record of published checkpoints can't be written: %s. Check the file's rights and its disk."
                            .formatted(record.file()));
        }
        return remembered.get();
    }

    private void beginAnew() throws IOException {
        List<String> origins =
                checkpoints(line -> true).map(Checkpoint::origin).distinct().toList();
        record.replace(
                origins.stream().map(origin -> line(last(origin).orElseThrow())).toList());
    }

    private Stream<Checkpoint> checkpoints(Predicate<String> wanted) throws IOException {
        return record.lines().stream().filter(wanted).flatMap(line -> parse(line).stream());
    }

    private static Optional<Checkpoint> parse(String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length != 3 || !Checkpoint.DECIMAL.matcher(parts[1]).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Checkpoint(parts[0], Long.parseLong(parts[1]), Hash.parse(parts[2])));
        } catch (InvalidProof cutShort) {
            return Optional.empty();
        }
    }

    private static String line(Checkpoint checkpoint) {
        return checkpoint.origin() + " " + checkpoint.size() + " "
                + checkpoint.root().base64();
    }
}
