package io.counterfoil.liberty.cluster;

import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An nginx before some servers: TLS in front, TLS behind, the next server where one can't be reached. */
final class Balancer implements AutoCloseable {

    private final Path directory;
    private final Process process;
    private final int port = Distribution.freePort();

    private Balancer(Path program, Path directory, List<CounterfoilProcess> servers) throws IOException {
        this.directory = directory;
        Path tls = servers.get(0).home().resolve("tls");
        Files.createDirectories(directory.resolve("temp"));
        Files.writeString(
                directory.resolve("nginx.conf"),
                configuration(directory, tls.resolve("ca.pem"), key(servers.get(0), directory), servers));
        process = new ProcessBuilder(
                        program.toString(),
                        "-p",
                        directory.toString(),
                        "-c",
                        directory.resolve("nginx.conf").toString(),
                        "-e",
                        directory.resolve("error.log").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("nginx.out").toFile())
                .start();
        await().atMost(Duration.ofSeconds(20)).until(this::listens);
    }

    /** Where it is installed, if it is. */
    static Optional<Path> program() {
        return Stream.concat(Stream.of(System.getenv().getOrDefault("PATH", "").split(":")), Stream.of("/usr/sbin"))
                .map(directory -> Path.of(directory, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Before these servers, with the certificate of the first of them. */
    static Balancer before(Path program, Path directory, List<CounterfoilProcess> servers) throws IOException {
        return new Balancer(program, directory, servers);
    }

    /** What it had to say about the servers behind it, other than that one was not there. */
    String complaints() throws IOException {
        try (Stream<String> lines = Files.lines(directory.resolve("error.log"))) {
            return lines.filter(line -> !line.contains("Connection refused")).collect(Collectors.joining("\n"));
        }
    }

    String url() {
        return "https://localhost:" + port;
    }

    /** The first server's own private key: the certificate that the tests' clients trust is its. */
    private static Path key(CounterfoilProcess server, Path directory) throws IOException {
        Path tls = server.home().resolve("tls");
        char[] password =
                Files.readString(tls.resolve("keystore.password")).strip().toCharArray();
        try (InputStream stream = Files.newInputStream(tls.resolve("keystore.p12"))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(stream, password);
            Key key = store.getKey(store.aliases().nextElement(), password);
            String text = Base64.getMimeEncoder().encodeToString(key.getEncoded());
            return Files.writeString(
                    directory.resolve("key.pem"),
                    "-----BEGIN PRIVATE" + " KEY-----\n" + text + "\n-----END PRIVATE" + " KEY-----\n");
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private String configuration(Path directory, Path certificate, Path key, List<CounterfoilProcess> servers) {
        String upstreams = servers.stream()
                .map(server -> "    server 127.0.0.1:%s max_fails=0;".formatted(server.httpsPort()))
                .collect(Collectors.joining("\n"));
        return """
            daemon off;
            worker_processes 1;
            pid %1$s/nginx.pid;
            events { worker_connections 512; }
            http {
              access_log off;
              client_body_temp_path %1$s/temp; proxy_temp_path %1$s/temp; fastcgi_temp_path %1$s/temp;
              uwsgi_temp_path %1$s/temp; scgi_temp_path %1$s/temp;
              upstream counterfoil {
            %2$s
                keepalive 16;
              }
              server {
                listen 127.0.0.1:%3$s ssl;
                ssl_certificate %4$s;
                ssl_certificate_key %5$s;
                location / {
                  proxy_pass https://counterfoil;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_next_upstream error timeout http_503 non_idempotent;
                  proxy_next_upstream_tries 3;
                }
              }
            }
            """.formatted(directory, upstreams, port, certificate, key);
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
