package io.counterfoil.liberty.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The operating system's processes that run this home's PostgreSQL programs. Since we hold the home's lock, each of them is
 * either ours or was left behind by a server that was killed.
 */
final class Processes {

    /** They are no children of this process: nobody tells us of their end, and {@link ProcessHandle#onExit} looks every five seconds. */
    private static final long POLL_MILLIS = 100;

    private final Path programs;
    private final Path data;

    Processes(Path programs, Path data) {
        this.programs = programs;
        this.data = data;
    }

    /** The postmaster that the data directory's pid file names, if it lives and is this home's. */
    Optional<ProcessHandle> postmaster() throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst()
                    .map(String::strip)
                    .filter(line -> line.matches("[0-9]+"))
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
                    .filter(this::isOurs);
        }
    }

    /** Whatever runs here: a postmaster, its backends, its helpers. */
    List<ProcessHandle> all() {
        return ProcessHandle.allProcesses().filter(this::isOurs).toList();
    }

    /** Whether they all end within that time. */
    boolean awaitEnd(List<ProcessHandle> processes, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (processes.stream().anyMatch(this::isOurs)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }

    /** Nothing runs in one that only waits for its parent to hear of its end: it has no command any more. */
    private boolean isOurs(ProcessHandle process) {
        return process.isAlive()
                && process.info()
                        .command()
                        .filter(command -> Path.of(command).startsWith(programs))
                        .isPresent();
    }
}
