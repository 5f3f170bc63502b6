package io.counterfoil.domain.lasting;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Lines in a file that is only appended to. When {@link #append} returns, the line is on the disk. Servers may share the
 * file: a lock beside it keeps them apart.
 */
public final class LastingRecord {

    private final Path file;

    public LastingRecord(Path file) {
        this.file = file;
    }

    /** Work that wants the file for itself. */
    @FunctionalInterface
    public interface Change {
        void make() throws IOException;
    }

    public Path file() {
        return file;
    }

    /** Every line; the last may have been cut short by a crash, and promised nothing then. */
    public List<String> lines() throws IOException {
        return Files.notExists(file) ? List.of() : Files.readAllLines(file);
    }

    /** The last lines, within so many bytes. */
    public List<String> lastLines(int bytes) throws IOException {
        if (Files.notExists(file)) {
            return List.of();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long from = Math.max(0, channel.size() - bytes);
            ByteBuffer end = ByteBuffer.allocate((int) (channel.size() - from));
            while (end.hasRemaining() && channel.read(end, from + end.position()) > 0) {
                // what is there
            }
            String text = new String(end.array(), 0, end.position(), StandardCharsets.UTF_8);
            // the first may have been cut
            return (from == 0 ? text : text.substring(text.indexOf('\n') + 1))
                    .lines()
                    .toList();
        }
    }

    /** Bytes in the file. */
    public long size() throws IOException {
        return Files.notExists(file) ? 0 : Files.size(file);
    }

    /** Adds a line; the line itself has no line break. */
    public void append(String line) throws IOException {
        alone(() -> add(line));
    }

    /** Adds a line; to be called {@link #alone}. */
    public void add(String line) throws IOException {
        append(file, List.of(line));
    }

    /** Does the work while no other thread or server changes the file. */
    public synchronized void alone(Change change) throws IOException {
        Files.createDirectories(file.getParent());
        Path beside = file.resolveSibling(file.getFileName() + ".lock");
        // the lock goes with the channel
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            change.make();
        }
    }

    /** Begins the file anew with these lines; to be called {@link #alone}. */
    public void replace(List<String> lines) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        append(draft, lines);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory();
    }

    private void append(Path to, List<String> lines) throws IOException {
        boolean fresh = Files.notExists(to);
        try (FileChannel channel =
                FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = channel.size();
            // a line that a crash cut short promised nothing: whatever followed from it was not done yet
            String start = end > 0 && last(channel, end) != '\n' ? "\n" : "";
            String text = start + String.join("\n", lines) + (lines.isEmpty() ? "" : "\n");
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
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
}
