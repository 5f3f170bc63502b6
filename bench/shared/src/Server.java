package io.counterfoil.bench;

import io.counterfoil.liberty.postgres.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The server as it is shipped, a process of its own with a home and ports of its own, its PostgreSQL with fsync on. */
public final class Server implements AutoCloseable {

    private final Path home;
    private final String port;
    private final Process process;

    private Server(Path home, String port, Process process) {
        this.home = home;
        this.port = port;
        this.process = process;
    }

    /** Starts it and waits until it is ready. */
    public static Server start(Path home, Map<String, String> settings) throws IOException, InterruptedException {
        Path distribution = Path.of(System.getProperty("counterfoil.distribution"));
        ProcessBuilder builder =
                new ProcessBuilder(distribution.resolve("bin/counterfoil").toString(), "run").redirectErrorStream(true);
        String https = freePort();
        builder.environment().keySet().removeIf(name -> name.startsWith("COUNTERFOIL_"));
        builder.environment()
                .putAll(Map.of(
                        "COUNTERFOIL_HOME", home.toString(),
                        "COUNTERFOIL_HTTPS_PORT", https,
                        "COUNTERFOIL_HTTP_PORT", freePort()));
        builder.environment().putAll(settings);
        Process process = builder.start();
        Server server = new Server(home, https, process);
        // whoever interrupts the bench leaves no server behind
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try (BufferedReader lines = process.inputReader()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("Counterfoil is ready at ")) {
                        ready.complete(true);
                    } else if (!ready.isDone()) {
                        System.err.println(line);
                    }
                }
            } catch (IOException ended) {
                // as every process does
            }
            ready.complete(false);
        });
        reader.setDaemon(true);
        reader.start();
        try {
            if (ready.get(4, TimeUnit.MINUTES)) {
                return server;
            }
        } catch (ExecutionException | TimeoutException failed) {
            server.close();
        }
        throw new IllegalStateException("the server did not start");
    }

    public String url() {
        return "https://localhost:" + port;
    }

    public long pid() {
        return process.pid();
    }

    public Path home() {
        return home;
    }

    /** A value of {@code first-run.env}, such as {@code COUNTERFOIL_TEST_KEY}. */
    public String firstRun(String name) throws IOException {
        return Files.readAllLines(home.resolve("first-run.env")).stream()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]))
                .get(name);
    }

    /** A client that trusts it and keeps its connections. */
    public HttpClient client() throws IOException {
        return HttpClient.newBuilder()
                .sslContext(trustingIt())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** A lean connection to it, for loads that share the machine with it. */
    public Wire wire() throws IOException {
        return new Wire(trustingIt().getSocketFactory(), "localhost", Integer.parseInt(port));
    }

    private SSLContext trustingIt() throws IOException {
        try (InputStream pem = Files.newInputStream(home.resolve("tls/ca.pem"))) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A request with the demo merchant's test key. */
    public HttpRequest.Builder request(String path) throws IOException {
        return HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(Duration.ofMinutes(1))
                .header("Authorization", "Bearer " + firstRun("COUNTERFOIL_TEST_KEY"))
                .header("Content-Type", "application/json");
    }

    /** Its embedded database, past it. */
    public DataSource database() throws IOException {
        EmbeddedPostgres.Access access = EmbeddedPostgres.ofRunningServer(home.resolve("postgres"));
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(access.url());
        source.setUser(access.user());
        source.setPassword(access.password());
        return Pooled.of(source);
    }

    /** Ends it in good order. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        }
    }
}
