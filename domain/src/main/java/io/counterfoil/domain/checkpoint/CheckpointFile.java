package io.counterfoil.domain.checkpoint;

import io.counterfoil.domain.merkletree.Hash;
import io.counterfoil.domain.merkletree.InvalidProof;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Published checkpoints in a file that is only appended to: a line each, {@code <origin> <size> <root>}. When it has grown
 * to 64 KiB it is begun anew, with the largest of each log. Servers may share it: a lock beside it keeps them apart.
 */
public final class CheckpointFile implements PublishedCheckpoints {

    private static final int LARGEST = 1 << 16;

    private final Path file;

    public CheckpointFile(Path file) {
        this.file = file;
    }

    @Override
    public Optional<Checkpoint> last(String origin) {
        try {
            return checkpoints()
                    .filter(checkpoint -> checkpoint.origin().equals(origin))
                    .max(Comparator.comparingLong(Checkpoint::size));
        } catch (IOException unreadable) {
            throw new LogRefused(
                    "The record of published checkpoints can't be read: %s. Check the file's rights and its disk."
                            .formatted(file));
        }
    }

    @Override
    public synchronized void remember(Checkpoint checkpoint) {
        try {
            Files.createDirectories(file.getParent());
            Path beside = file.resolveSibling(file.getFileName() + ".lock");
            // the lock goes with the channel
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock();
                if (Files.exists(file) && Files.size(file) > LARGEST) {
                    beginAnew();
                }
                append(file, line(checkpoint));
            }
        } catch (IOException unwritable) {
            throw new LogRefused(
                    "The record of published checkpoints can't be written: %s. Check the file's rights and its disk."
                            .formatted(file));
        }
    }

    private void beginAnew() throws IOException {
        List<String> origins = checkpoints().map(Checkpoint::origin).distinct().toList();
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        for (String origin : origins) {
            append(draft, line(last(origin).orElseThrow()));
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory();
    }

    private void append(Path to, String line) throws IOException {
        boolean fresh = Files.notExists(to);
        try (FileChannel channel =
                FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = channel.size();
            // a line that a crash cut short promised nothing: its checkpoint was not signed yet
            String start = end > 0 && last(channel, end) != '\n' ? "\n" : "";
            ByteBuffer bytes = ByteBuffer.wrap((start + line).getBytes(StandardCharsets.UTF_8));
            channel.position(end);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        if (fresh) {
            forceDirectory();
        }
    }

    private static byte last(FileChannel channel, long end) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        channel.read(last, end - 1);
        return last.get(0);
    }

    /** A new name in a directory is on the disk when the directory is. */
    private void forceDirectory() throws IOException {
        try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private Stream<Checkpoint> checkpoints() throws IOException {
        if (Files.notExists(file)) {
            return Stream.empty();
        }
        return Files.readAllLines(file).stream().flatMap(line -> parse(line).stream());
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
                + checkpoint.root().base64() + "\n";
    }
}
