package io.counterfoil.liberty.process;

import io.counterfoil.liberty.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL that no server of ours looks after: on one port for good, up and down as a test says. */
public final class ExternalPostgres implements AutoCloseable {

    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

    private static final int OLDEST_MAJOR = 15;

    private final Path directory;
    private final Path programs;
    private final int port = Distribution.freePort();
    private final String password;
    private Optional<SmallDisk> disk = Optional.empty();

    private ExternalPostgres(Path directory, Path programs, String password) {
        this.directory = directory;
        this.programs = programs;
        this.password = password;
    }

    /**
     * Of the oldest version that we serve among those that this machine has installed, or else of the one that the package
     * carries.
     */
    public static ExternalPostgres ofOldestVersion(Path directory) throws IOException {
        Optional<ExternalPostgres> installed = ofInstalled(directory);
        return installed.isPresent() ? installed.get() : new ExternalPostgres(directory);
    }

    /** Of the oldest version that we serve among those that this machine has installed, if there is any: with its tools. */
    public static Optional<ExternalPostgres> ofInstalled(Path directory) throws IOException {
        Optional<Path> oldest = oldestInstalled();
        if (oldest.isEmpty()) {
            return Optional.empty();
        }
        String password = UUID.randomUUID().toString();
        ExternalPostgres postgres =
                new ExternalPostgres(Files.createDirectories(directory), oldest.orElseThrow(), password);
        postgres.onData("initdb", "--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--locale", "C");
        Files.writeString(
                directory.resolve("data/postgresql.conf"),
                "listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\nmax_connections = 250\n",
                StandardOpenOption.APPEND);
        postgres.demandPasswords();
        postgres.start();
        postgres.execute("postgres", "CREATE ROLE counterfoil LOGIN PASSWORD '" + password + "'");
        postgres.execute("postgres", "CREATE DATABASE counterfoil OWNER counterfoil");
        postgres.stop();
        return Optional.of(postgres);
    }

    private static Optional<Path> oldestInstalled() throws IOException {
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (Stream<Path> majors = Files.list(INSTALLED)) {
            return majors.filter(major -> major.getFileName().toString().matches("\\d+"))
                    .filter(major -> major(major) >= OLDEST_MAJOR)
                    .filter(major -> Files.isExecutable(major.resolve("bin/postgres")))
                    .min(Comparator.comparingInt(ExternalPostgres::major))
                    .map(major -> major.resolve("bin"));
        }
    }

    private static int major(Path directory) {
        return Integer.parseInt(directory.getFileName().toString());
    }

    /** Makes it, with one role {@code counterfoil}; it is down until it is started. */
    public ExternalPostgres(Path directory) throws IOException {
        this.directory = directory;
        // The same programs and the same cluster as the embedded one, then under rules of our own.
        UnpackedPrograms.put(directory);
        EmbeddedPostgres made = new EmbeddedPostgres(directory, directory, 100, line -> {});
        made.start();
        made.stop();
        this.password = made.password();
        this.programs = unpacked();
        demandPasswords();
    }

    private void demandPasswords() throws IOException {
        Files.writeString(directory.resolve("data/pg_hba.conf"), """
            host all postgres    127.0.0.1/32 trust
            host all counterfoil 127.0.0.1/32 scram-sha-256
            """);
    }

    /** Moves what it holds to a disk of its own, where the system allows that; it must be down. */
    public Optional<SmallDisk> moveToSmallDisk() throws IOException {
        disk = SmallDisk.over(directory.resolve("data"));
        return disk;
    }

    public int port() {
        return port;
    }

    /** What a server is told of one of its databases. */
    public Map<String, String> settings(String database) {
        return Map.of(
                "COUNTERFOIL_DATABASE_URL",
                url(database),
                "COUNTERFOIL_DATABASE_USER",
                "counterfoil",
                "COUNTERFOIL_DATABASE_PASSWORD",
                password);
    }

    public void start() {
        control(
                "start",
                "--options",
                // so that a test can read when something was committed
                "-p " + port + " -c track_commit_timestamp=on",
                "--log",
                directory.resolve("start.log").toString());
    }

    public void stop() {
        control("stop", "--mode", "fast");
    }

    /** {@code kill -9}: no process of it has a chance to do anything. */
    public void kill() {
        try (var lines = Files.lines(pidFile())) {
            ProcessHandle postmaster = ProcessHandle.of(
                            Long.parseLong(lines.findFirst().orElseThrow().strip()))
                    .orElseThrow();
            List<ProcessHandle> all = Stream.concat(postmaster.descendants(), Stream.of(postmaster))
                    .toList();
            // first the postmaster: else it would end the others in good order
            postmaster.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
            // who was killed is gone at once, but for its entry in the table of processes, which its parent may keep
            // for long
            CompletableFuture<?>[] gone =
                    all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(gone)
                    .completeOnTimeout(null, 2, TimeUnit.SECONDS)
                    .join();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Whether its postmaster lives. */
    public boolean runs() {
        if (!Files.exists(pidFile())) {
            return false;
        }
        try (var lines = Files.lines(pidFile())) {
            return ProcessHandle.of(
                            Long.parseLong(lines.findFirst().orElseThrow().strip()))
                    .isPresent();
        } catch (IOException gone) {
            return false;
        }
    }

    /** Gives the role its password, or another one than the server knows. */
    public void setPassword(boolean right) {
        execute("postgres", "ALTER ROLE counterfoil PASSWORD '" + (right ? password : "another") + "'");
    }

    /** Runs a statement as the superuser. */
    public void execute(String database, String sql) {
        Properties superuser = new Properties();
        superuser.setProperty("user", "postgres");
        try (Connection connection = DriverManager.getConnection(url(database), superuser);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    public String password() {
        return password;
    }

    /** What PostgreSQL's own programs find it by, and where they are. */
    public Map<String, String> environment() {
        return Map.of(
                "PATH",
                programs + ":" + System.getenv().getOrDefault("PATH", "/usr/bin:/bin"),
                "PGHOST",
                "127.0.0.1",
                "PGPORT",
                Integer.toString(port),
                "PGUSER",
                "counterfoil",
                "PGPASSWORD",
                password);
    }

    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Writes all of a database into a file; where the programs are an installed one's. */
    public void dump(String database, Path file) {
        asSuperuser("pg_dump", "--file=" + file, database);
    }

    /** Reads such a file into an empty database. */
    public void restore(String database, Path file) {
        asSuperuser("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=" + file, database);
    }

    private void asSuperuser(String program, String... arguments) {
        run(
                program,
                Stream.concat(
                        Stream.of("--host=127.0.0.1", "--port=" + port, "--username=postgres"), Stream.of(arguments)));
    }

    private void control(String command, String... arguments) {
        onData(
                "pg_ctl",
                Stream.concat(Stream.of(command, "--wait", "--silent"), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private void onData(String program, String... arguments) {
        run(
                program,
                Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--pgdata", directory.resolve("data").toString())));
    }

    private void run(String program, Stream<String> arguments) {
        try {
            List<String> line = new ArrayList<>(disk.map(SmallDisk::inside).orElse(List.of()));
            if (disk.isPresent()
                    || ProcessHandle.current()
                            .info()
                            .user()
                            .filter("root"::equals)
                            .isPresent()) {
                line.addAll(List.of("unshare", "--user"));
            }
            line.add(programs.resolve(program).toString());
            line.addAll(arguments.toList());
            Process process = new ProcessBuilder(line)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", line) + " failed");
            }
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private Path pidFile() {
        return disk.map(SmallDisk::seen).orElse(directory.resolve("data")).resolve("postmaster.pid");
    }

    private Path unpacked() throws IOException {
        try (var found = Files.newDirectoryStream(directory, "programs-*")) {
            return found.iterator().next().resolve("bin");
        }
    }

    @Override
    public void close() {
        if (runs()) {
            stop();
        }
        disk.ifPresent(SmallDisk::close);
    }
}
