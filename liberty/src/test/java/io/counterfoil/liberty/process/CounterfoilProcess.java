package io.counterfoil.liberty.process;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.core.ConditionTimeoutException;

/** One running server: what it printed, how to call it, and every way to end it. */
public final class CounterfoilProcess implements Closeable {

    /** Two cores that other tests share start it slowly. */
    private static final Duration PATIENCE = Duration.ofMinutes(Long.getLong("counterfoil.patience", 4));

    private final Distribution distribution;
    private final Process process;
    private final Thread reader;
    private boolean killed;
    private final List<String> output = new CopyOnWriteArrayList<>();

    CounterfoilProcess(Distribution distribution, Process process) {
        this.distribution = distribution;
        this.process = process;
        this.reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    public long pid() {
        return process.pid();
    }

    /** Every line that it printed so far. */
    public List<String> output() {
        return List.copyOf(output);
    }

    public String url() {
        return "https://localhost:" + distribution.setting("COUNTERFOIL_HTTPS_PORT");
    }

    public int httpsPort() {
        return Integer.parseInt(distribution.setting("COUNTERFOIL_HTTPS_PORT"));
    }

    public int httpPort() {
        return Integer.parseInt(distribution.setting("COUNTERFOIL_HTTP_PORT"));
    }

    public Path home() {
        return distribution.home();
    }

    /** The values of {@code first-run.env}. */
    public Map<String, String> firstRun() {
        try (var lines = Files.lines(home().resolve("first-run.env"))) {
            return lines.map(line -> line.split("=", 2)).collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Trusts the server's own certificate and no other. */
    public SSLContext trustingIt() {
        try (InputStream pem = Files.newInputStream(home().resolve("tls/ca.pem"))) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** A client that trusts it. Make it once and call often. */
    public HttpClient client() {
        return HttpClient.newBuilder()
                .sslContext(trustingIt())
                .version(
                        HttpClient.Version
                                .HTTP_1_1) // one connection a thread: HTTP/2 would refuse the hundredth stream
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /** A request to one of its paths over HTTPS; {@code shape} adds method, headers and body. */
    public HttpRequest request(String path, Consumer<HttpRequest.Builder> shape) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(60));
        shape.accept(builder);
        return builder.build();
    }

    public HttpResponse<String> get(String path) {
        try {
            return client().send(request(path, HttpRequest.Builder::GET), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The postmaster of its embedded database. */
    public ProcessHandle database() {
        try (var lines = Files.lines(home().resolve("postgres/data/postmaster.pid"))) {
            return ProcessHandle.of(
                            Long.parseLong(lines.findFirst().orElseThrow().strip()))
                    .orElseThrow();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Runs {@code counterfoil} with these arguments on its home, and gives the exit code and what was printed. */
    public String counterfoil(Object... arguments) {
        return distribution.run(arguments);
    }

    public void awaitReady() {
        try {
            await("the ready line")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        if (!process.isAlive()) {
                            throw new IllegalStateException(
                                    "it ended with " + process.exitValue() + ":\n" + String.join("\n", output));
                        }
                        return output.stream().anyMatch(line -> line.startsWith("Counterfoil is ready at "));
                    });
        } catch (ConditionTimeoutException tooLate) {
            throw new IllegalStateException("it is not ready:\n" + String.join("\n", output), tooLate);
        }
        UnpackedPrograms.keep(home().resolve("postgres"));
    }

    /** Waits for a line that it prints. */
    public void awaitLine(String part) {
        await(part).atMost(PATIENCE).until(() -> output.stream().anyMatch(line -> line.contains(part)));
    }

    /** Waits until it has ended by itself and returns its exit code. */
    public int awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("it is still running:\n" + String.join("\n", output));
            }
            // A database that outlives a killed server may hold the pipe open.
            reader.join(1_000);
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Tells it to end by SIGTERM, and doesn't wait; what it says then is still read, which {@link Process} would end. */
    public void terminate() {
        signal("TERM", process.pid());
    }

    /** Ends it by SIGTERM and returns its exit code. */
    public int stop() {
        terminate();
        return awaitExit();
    }

    /** What Ctrl-C does. */
    public int interrupt() {
        signal("INT", process.pid());
        return awaitExit();
    }

    /** {@code kill -9}: the server has no chance to do anything, and its database goes on running. */
    public void kill() {
        killed = true;
        process.destroyForcibly();
        awaitExit();
    }

    private static void signal(String name, long pid) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Leaves nothing running, whatever a test did. */
    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            try {
                if (!process.waitFor(60, TimeUnit.SECONDS)) {
                    kill();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        // Only after a kill has it left its database behind; otherwise one that runs there is another server's.
        if (killed) {
            Path programs = home().resolve("postgres");
            ProcessHandle.allProcesses()
                    .filter(other -> other.info()
                            .command()
                            .filter(command -> command.startsWith(programs.toString()))
                            .isPresent())
                    .forEach(ProcessHandle::destroyForcibly);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            // What the JVM says of the options that Distribution gives it is not the server's word.
            lines.lines()
                    .filter(line -> !line.startsWith("NOTE: Picked up JDK_JAVA_OPTIONS"))
                    .forEach(output::add);
        } catch (IOException | UncheckedIOException ended) {
            // as every process does
        }
    }
}
