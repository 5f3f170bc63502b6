package io.counterfoil.liberty.launcher;

import io.counterfoil.liberty.terminal.CannotStart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One server at a time on one home. A lock of the operating system, which a process loses when it dies however it dies; so
 * there is nothing to clean up after {@code kill -9}. The file says who holds it.
 */
final class HomeLock {

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, and keeps it until this process ends.
     *
     * @throws CannotStart that names the holder, when there is one
     */
    static HomeLock take(Path file, String url) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                String holder = Files.readString(file).strip();
                channel.close();
                throw new CannotStart("a server already runs on this home (%s): %s"
                        .formatted(holder.isEmpty() ? "just starting" : holder, file.getParent()));
            }
            String holder = "pid %s, %s%n".formatted(ProcessHandle.current().pid(), url);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
            return new HomeLock(channel);
        } catch (IOException failed) {
            throw new CannotStart("the lock of COUNTERFOIL_HOME can't be taken: " + failed.getMessage(), failed);
        }
    }

    /** Gives it up. Until then its owner must stay reachable: a channel that is collected closes, and its lock with it. */
    void release() {
        try {
            channel.truncate(0);
            channel.close();
        } catch (IOException ignored) {
            // the process ends, and the lock with it
        }
    }
}
