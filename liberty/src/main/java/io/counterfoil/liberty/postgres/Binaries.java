package io.counterfoil.liberty.postgres;

import com.sun.security.auth.module.UnixSystem;
import io.counterfoil.liberty.terminal.CannotStart;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs, unpacked into the home. In the home and not in a shared place, so that a process whose program lies
 * there is this home's and no other's: see {@link Processes}.
 */
final class Binaries {

    private final Path directory;
    private final List<String> wrapper;

    private Binaries(Path directory, List<String> wrapper) {
        this.directory = directory;
        this.wrapper = wrapper;
    }

    /**
     * Unpacks them if they aren't there yet.
     *
     * @throws CannotStart when there are none for this machine
     */
    static Binaries in(Path parent) throws IOException, InterruptedException {
        String archive = "/postgres-%s-%s.txz".formatted(system(), processor());
        try (InputStream packed = Binaries.class.getResourceAsStream(archive)) {
            if (packed == null) {
                throw new CannotStart("this package carries no PostgreSQL for %s on %s: set COUNTERFOIL_DATABASE_URL"
                        .formatted(System.getProperty("os.name"), System.getProperty("os.arch")));
            }
            Path directory = parent.resolve("programs-" + Cluster.VERSION);
            if (!Files.exists(directory)) {
                removeOthers(parent);
                Path fresh = parent.resolve("programs.new");
                Directories.delete(fresh);
                unpack(packed, fresh);
                Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
            }
            return new Binaries(directory, wrapper());
        }
    }

    Path directory() {
        return directory;
    }

    /** Runs one of the programs to its end and returns what it printed. */
    String run(Map<String, String> environment, String input, String program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(wrapper);
        command.add(directory.resolve("bin").resolve(program).toString());
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).directory(directory.toFile());
        // The server's own settings, and a user's PGDATA or PGOPTIONS, are none of PostgreSQL's business.
        builder.environment().keySet().removeIf(name -> name.startsWith("COUNTERFOIL_") || name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(environment);
        // What a program prints goes to a file: the postmaster inherits it and would hold a pipe open for ever.
        Path output = Files.createTempFile(directory.getParent(), program, ".out");
        try {
            Process process = builder.redirectOutput(output.toFile()).start();
            try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
                stdin.write(input);
            }
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException(program + " did not come to an end");
            }
            String printed = Files.readString(output, StandardCharsets.UTF_8).strip();
            if (process.exitValue() != 0) {
                throw new ProgramFailed(program, printed);
            }
            return printed;
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /**
     * PostgreSQL refuses to run as root. In a user namespace of its own, without any mapping, the same process is nobody in
     * particular: good enough for it, and its files stay ours.
     */
    private static List<String> wrapper() throws InterruptedException {
        if (new UnixSystem().getUid() != 0) {
            return List.of();
        }
        List<String> unshare = List.of("unshare", "--user");
        try {
            List<String> trial = new ArrayList<>(unshare);
            trial.add("true");
            if (new ProcessBuilder(trial)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0) {
                return unshare;
            }
        } catch (IOException notThere) {
            // refused below
        }
        throw new CannotStart("PostgreSQL does not run as root, and this system offers no user namespace to run it in:"
                + " start Counterfoil as another user, or set COUNTERFOIL_DATABASE_URL");
    }

    private static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
    }

    private static String processor() {
        String name = System.getProperty("os.arch");
        return name.equals("aarch64") || name.equals("arm64") ? "arm_64" : "x86_64";
    }

    private static void removeOthers(Path parent) throws IOException {
        try (var siblings = Files.list(parent)) {
            for (Path sibling : siblings.toList()) {
                if (sibling.getFileName().toString().startsWith("programs-")) {
                    Directories.delete(sibling);
                }
            }
        }
    }

    private static void unpack(InputStream packed, Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("an entry that leaves its archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, file);
                    boolean runs = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            file, PosixFilePermissions.fromString(runs ? "rwx------" : "rw-------"));
                }
            }
        }
    }
}
