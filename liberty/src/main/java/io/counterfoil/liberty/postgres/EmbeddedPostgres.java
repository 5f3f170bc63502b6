package io.counterfoil.liberty.postgres;

import io.counterfoil.liberty.terminal.CannotStart;
import io.counterfoil.liberty.terminal.Terminal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL of our own: started with the server, stopped with it, and started again within seconds, on the same port, when
 * it dies under a running server. What an earlier, killed server left running is stopped first.
 */
public final class EmbeddedPostgres {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration FOR_GOOD = Duration.ofDays(36_500);

    /** Connections beyond the two pools: for migrations, autovacuum's own and an operator. */
    private static final int SPARE_CONNECTIONS = 20;

    private static final int LEAST_CONNECTIONS = 200;

    private final Path directory;
    private final Path logs;
    private final int pool;
    private final Terminal terminal;
    private final Cluster cluster;
    private final Object turn = new Object();

    private @Nullable Running running;
    private boolean stopping;

    /** What is known once it has started. */
    private record Running(Binaries binaries, Processes processes, int port, String password) {}

    public EmbeddedPostgres(Path directory, Path logs, int pool, Terminal terminal) {
        this.directory = directory;
        this.logs = logs;
        this.pool = pool;
        this.terminal = terminal;
        this.cluster = new Cluster(directory, logs);
    }

    /** How a database is reached. The password is why this is never printed. */
    public record Access(String url, String user, String password) {

        @Override
        public String toString() {
            return "Access[" + url + "]";
        }
    }

    /** How to reach the one that another process keeps running in a directory. */
    public static Access ofRunningServer(Path directory) throws IOException {
        Path data = directory.resolve("data");
        // its fourth line, see PostgreSQL's pidfile.h
        String port = Files.readAllLines(data.resolve("postmaster.pid")).get(3).strip();
        return new Access(
                url(port),
                Cluster.ROLE,
                Files.readString(directory.resolve("password")).strip());
    }

    /** Starts it and keeps it running until {@link #stop()}. */
    public void start() {
        try {
            synchronized (turn) {
                if (stopping) {
                    return;
                }
                Files.createDirectories(directory);
                Binaries binaries = Binaries.in(directory);
                Processes processes = new Processes(binaries.directory(), cluster.data());
                stopWhatIsLeft(binaries, processes);
                cluster.initialise(binaries);
                Running fresh = new Running(binaries, processes, freePort(), cluster.password());
                running = fresh;
                watch(processes, launch(fresh));
            }
        } catch (IOException failed) {
            throw new CannotStart(
                    "the embedded PostgreSQL did not start (%s); its log is in %s".formatted(failed.getMessage(), logs),
                    failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted while PostgreSQL was starting", interrupted);
        }
    }

    /** Stops it: connections are ended, everything is written, the next start needs no recovery. */
    public void stop() {
        synchronized (turn) {
            stopping = true;
            if (running == null) {
                return;
            }
            try {
                stopWhatIsLeft(running.binaries(), running.processes());
            } catch (IOException failed) {
                terminal.say("PostgreSQL did not stop: " + failed.getMessage());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    public String jdbcUrl() {
        return url(Integer.toString(started().port()));
    }

    private static String url(String port) {
        return "jdbc:postgresql://127.0.0.1:%s/counterfoil".formatted(port);
    }

    public String user() {
        return Cluster.ROLE;
    }

    public String password() {
        return started().password();
    }

    private Running started() {
        synchronized (turn) {
            if (running == null) {
                throw new IllegalStateException("not started");
            }
            return running;
        }
    }

    private ProcessHandle launch(Running it) throws IOException, InterruptedException {
        cluster.configure(it.port(), Math.max(LEAST_CONNECTIONS, 2 * pool + SPARE_CONNECTIONS));
        it.binaries()
                .run(
                        Map.of(),
                        "",
                        "pg_ctl",
                        "start",
                        "--wait",
                        "--silent",
                        "--pgdata",
                        cluster.data().toString(),
                        "--log",
                        logs.resolve("postgresql-start.log").toString(),
                        "--timeout",
                        "100");
        Optional<ProcessHandle> postmaster = it.processes().postmaster();
        return postmaster.orElseThrow(() -> new IOException("it ended at once"));
    }

    /** Sees the postmaster's end, however it ends, and starts another one. */
    private void watch(Processes processes, ProcessHandle postmaster) {
        Thread thread = new Thread(
                () -> {
                    try {
                        if (processes.awaitEnd(List.of(postmaster), FOR_GOOD)) {
                            revive();
                        }
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                },
                "counterfoil-postgres");
        thread.setDaemon(true);
        thread.start();
    }

    private void revive() {
        String told = "";
        while (true) {
            synchronized (turn) {
                if (stopping || running == null) {
                    return;
                }
                try {
                    if (told.isEmpty()) {
                        terminal.say("PostgreSQL ended unexpectedly; starting it again.");
                    }
                    stopWhatIsLeft(running.binaries(), running.processes());
                    watch(running.processes(), launch(running));
                    terminal.say("PostgreSQL is back.");
                    return;
                } catch (IOException failed) {
                    String reason = String.valueOf(failed.getMessage());
                    if (!reason.equals(told)) {
                        terminal.say("PostgreSQL did not start (%s); trying again every second.".formatted(reason));
                        told = reason;
                    }
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
            try {
                TimeUnit.SECONDS.sleep(1);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /**
     * Ends every process of this home's PostgreSQL: the postmaster in good order if it lives; backends that outlived theirs
     * by force, since a new postmaster refuses to start beside them. Then no live process stands behind the pid file, and it
     * goes too: its number may belong to another program by now.
     */
    private void stopWhatIsLeft(Binaries binaries, Processes processes) throws IOException, InterruptedException {
        Optional<ProcessHandle> postmaster = processes.postmaster();
        if (postmaster.isPresent()) {
            try {
                binaries.run(
                        Map.of(),
                        "",
                        "pg_ctl",
                        "stop",
                        "--wait",
                        "--silent",
                        "--mode",
                        "fast",
                        "--pgdata",
                        cluster.data().toString(),
                        "--timeout",
                        "30");
            } catch (ProgramFailed tooSlow) {
                postmaster.get().destroyForcibly();
            }
        }
        List<ProcessHandle> left = processes.all();
        if (!processes.awaitEnd(left, Duration.ofSeconds(2))) {
            left.forEach(ProcessHandle::destroyForcibly);
            if (!processes.awaitEnd(left, PATIENCE)) {
                throw new IOException("processes of an earlier run don't end");
            }
        }
        Files.deleteIfExists(cluster.data().resolve("postmaster.pid"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
