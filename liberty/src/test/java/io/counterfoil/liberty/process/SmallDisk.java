package io.counterfoil.liberty.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A disk of its own for one directory, which a test can fill to the last byte: a file system in memory, mounted where only
 * the processes see it that are started on it (Linux's user and mount namespaces; no root is needed where they are allowed).
 */
public final class SmallDisk implements AutoCloseable {

    private static final String ROOMY = "2g";

    private final Process keeper;
    private final Path directory;

    private SmallDisk(Process keeper, Path directory) {
        this.keeper = keeper;
        this.directory = directory;
    }

    /** Covers a directory with a disk that holds what the directory held; empty where the system doesn't allow that. */
    public static Optional<SmallDisk> over(Path directory) throws IOException {
        Process keeper = new ProcessBuilder(
                        "unshare",
                        "--user",
                        "--map-root-user",
                        "--mount",
                        "sh",
                        "-c",
                        """
                        cp -a "$1" "$1.below" && mount -t tmpfs -o mode=700,size=%s none "$1" && cp -a "$1.below/." "$1" \
                        && rm -r "$1.below" && echo mounted && read -r over""".formatted(ROOMY),
                        "sh",
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader said = keeper.inputReader(StandardCharsets.UTF_8);
        if (!Objects.equals(said.readLine(), "mounted")) {
            keeper.destroyForcibly();
            return Optional.empty();
        }
        return Optional.of(new SmallDisk(keeper, directory));
    }

    /** Leaves room for nothing more. */
    public void fill() {
        // tried again where somebody wrote meanwhile: a disk can't be made smaller than what it holds
        while (!resize(used())) {
            Thread.onSpinWait();
        }
    }

    /** Gives the room back. */
    public void empty() {
        if (!resize(ROOMY)) {
            throw new IllegalStateException("the disk can't be made larger");
        }
    }

    /** A command line for a process that sees the disk. */
    public List<String> inside(String... command) {
        List<String> line = new ArrayList<>(List.of(
                "nsenter", "--user", "--mount", "--preserve-credentials", "--target", Long.toString(keeper.pid())));
        line.addAll(List.of(command));
        return line;
    }

    /** Where the disk is seen from outside. */
    public Path seen() {
        return Path.of("/proc", Long.toString(keeper.pid()), "root")
                .resolve(Path.of("/").relativize(directory));
    }

    private String used() {
        StringBuilder table = new StringBuilder();
        run(inside("df", "--block-size=1", "--output=used", directory.toString()), table);
        return table.toString().lines().skip(1).findFirst().orElseThrow().strip();
    }

    private boolean resize(String size) {
        return run(inside("mount", "-o", "remount,size=" + size, "none", directory.toString()), new StringBuilder());
    }

    private static boolean run(List<String> command, StringBuilder said) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            said.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            return process.waitFor() == 0;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        keeper.destroyForcibly();
    }
}
