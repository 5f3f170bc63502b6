package io.counterfoil.liberty.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The operating system's processes that run this home's PostgreSQL programs. Since we hold the home's lock, each of them is
 * either ours or was left behind by a server that was killed.
 */
final class Processes {

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

    private boolean isOurs(ProcessHandle process) {
        return process.isAlive()
                && process.info()
                        .command()
                        .filter(command -> Path.of(command).startsWith(programs))
                        .isPresent();
    }
}
