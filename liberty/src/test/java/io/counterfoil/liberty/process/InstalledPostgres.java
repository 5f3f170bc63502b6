package io.counterfoil.liberty.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL of this machine's own, with the tools that make and read dumps of just this version. */
public final class InstalledPostgres implements AutoCloseable {

    private static final List<String> PROGRAMS = List.of("initdb", "pg_ctl", "pg_dump", "psql");
    private static final int OLDEST = 15;

    private final Path programs;
    private final Path directory;
    private final int port = Distribution.freePort();

    /** Makes a cluster with a role {@code counterfoil}, and starts it. */
    public InstalledPostgres(Path programs, Path directory) throws IOException {
        this.programs = programs;
        this.directory = directory;
        run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--pgdata=" + data());
        run(
                "pg_ctl",
                "start",
                "--wait",
                "--silent",
                "--pgdata=" + data(),
                "--log=" + directory.resolve("start.log"),
                "--options=-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=''");
        sql("postgres", "CREATE ROLE counterfoil LOGIN");
    }

    /** Where the newest such programs are, if there are any that our servers can use. */
    public static Optional<Path> programs() {
        return Stream.of(Path.of("/usr/lib/postgresql"), Path.of("/usr"))
                .flatMap(InstalledPostgres::in)
                .filter(bin -> PROGRAMS.stream().allMatch(name -> Files.isExecutable(bin.resolve(name))))
                .filter(bin -> version(bin) >= OLDEST)
                .max(Comparator.comparingInt(InstalledPostgres::version));
    }

    private static Stream<Path> in(Path place) {
        try (Stream<Path> all = Files.list(place)) {
            return all.map(version -> version.resolve("bin")).filter(Files::isDirectory).toList().stream();
        } catch (IOException none) {
            return Stream.empty();
        }
    }

    /** Debian and Red Hat name the directory after it: {@code postgresql/15/bin}, {@code pgsql-15/bin}. */
    private static int version(Path bin) {
        String digits = bin.getParent().getFileName().toString().replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    /** What a server is told of a database. */
    public Map<String, String> settings(String database) {
        return Map.of(
                "COUNTERFOIL_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + port + "/" + database,
                "COUNTERFOIL_DATABASE_USER", "counterfoil",
                "COUNTERFOIL_DATABASE_PASSWORD", "trusted");
    }

    /** Runs a statement as the superuser. */
    public void sql(String database, String statement) throws IOException {
        psql(database, "--command=" + statement);
    }

    public void dump(String database, Path file) throws IOException {
        run("pg_dump", "--host=127.0.0.1", "--port=" + port, "--username=postgres", "--file=" + file, database);
    }

    public void restore(String database, Path file) throws IOException {
        psql(database, "--file=" + file);
    }

    private void psql(String database, String what) throws IOException {
        run(
                "psql",
                "--no-psqlrc",
                "--quiet",
                "--set=ON_ERROR_STOP=1",
                "--host=127.0.0.1",
                "--port=" + port,
                "--username=postgres",
                "--dbname=" + database,
                what);
    }

    private Path data() {
        return directory.resolve("data");
    }

    private void run(String program, String... arguments) throws IOException {
        List<String> line = new ArrayList<>();
        if (ProcessHandle.current().info().user().filter("root"::equals).isPresent()) {
            line.addAll(List.of("unshare", "--user"));
        }
        line.add(programs.resolve(program).toString());
        line.addAll(Arrays.asList(arguments));
        Path output = Files.createDirectories(directory).resolve(program + ".log");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException(program + " failed: " + Files.readString(output));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    @Override
    public void close() {
        try {
            run("pg_ctl", "stop", "--wait", "--silent", "--mode=immediate", "--pgdata=" + data());
        } catch (IOException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
