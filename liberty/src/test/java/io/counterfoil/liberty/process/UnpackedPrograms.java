package io.counterfoil.liberty.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * PostgreSQL's programs as the first server of a build unpacked them. Every other home gets hard links to them, which is a
 * fourth of the time that a new home takes to start.
 */
final class UnpackedPrograms {

    private static final Path KEPT = Distribution.directory().resolveSibling("postgresql");

    private UnpackedPrograms() {}

    /** Puts them where a server would unpack them; leaves what is there alone. */
    static synchronized void put(Path directory) {
        if (in(directory).isEmpty()) {
            in(KEPT).forEach(programs -> link(programs, directory));
        }
    }

    /** Keeps what a server has unpacked there, if nobody did before. */
    static synchronized void keep(Path directory) {
        if (in(KEPT).isEmpty()) {
            in(directory).forEach(programs -> link(programs, KEPT));
        }
    }

    private static List<Path> in(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(path -> path.getFileName().toString().startsWith("programs-"))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void link(Path programs, Path directory) {
        try (Stream<Path> all = Files.walk(programs)) {
            Path unfinished = Files.createDirectories(directory).resolve("unfinished");
            for (Path path : all.toList()) {
                link(path, unfinished, programs.relativize(path));
            }
            Files.move(unfinished, directory.resolve(programs.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void link(Path path, Path directory, Path name) throws IOException {
        Path target = directory.resolve(name);
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.createLink(target, path);
                return;
            } catch (FileSystemException otherDisk) {
                // copied instead
            }
        }
        Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    }
}
