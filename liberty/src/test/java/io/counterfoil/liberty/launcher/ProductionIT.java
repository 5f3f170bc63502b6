package io.counterfoil.liberty.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A server in production, with a key store of its operator's: its certificate is issued by the company's own authority. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProductionIT {

    @SuppressWarnings("NonFinalStaticField") // set once, before the first test
    @TempDir
    static Path directory;

    private static CounterfoilProcess server;
    private static Path keys;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        keys = directory.resolve("server.p12");
        keytool(keys, "-genkeypair", "-alias", "authority", "-dname", "CN=Example Authority", "-ext", "bc:c");
        keytool(
                keys,
                "-genkeypair",
                "-alias",
                "server",
                "-signer",
                "authority",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost");
        keytool(keys, "-delete", "-alias", "authority");
        server = Distribution.on(directory.resolve("home"))
                .with("COUNTERFOIL_ENV", "production")
                .with("COUNTERFOIL_TLS_KEYSTORE_FILE", keys.toString())
                .with("COUNTERFOIL_TLS_KEYSTORE_PASSWORD", "of the key store")
                .with("COUNTERFOIL_TLS_RELOAD", "PT1S")
                .with("COUNTERFOIL_HTTP_HEALTH", "true")
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void first_run_names_the_certificates_that_its_clients_have_to_trust()
            throws IOException, InterruptedException, GeneralSecurityException {
        List<X509Certificate> chain = certificates(Path.of(server.firstRun().get("COUNTERFOIL_CA_FILE")));

        assertThat(chain)
                .extracting(certificate -> certificate.getSubjectX500Principal().getName())
                .containsExactly("CN=localhost", "CN=Example Authority");
        HttpClient client =
                HttpClient.newBuilder().sslContext(trusting(chain.get(1))).build();
        assertThat(client.send(
                                server.request("/health/ready", HttpRequest.Builder::GET),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void first_run_makes_an_operator_and_no_demo_merchant() {
        assertThat(server.firstRun())
                .containsOnlyKeys("COUNTERFOIL_URL", "COUNTERFOIL_CA_FILE", "COUNTERFOIL_OPERATOR_TOKEN");
    }

    @Test
    void metrics_are_closed_unless_they_were_opened() {
        HttpResponse<String> answer = server.get("/metrics");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain("counterfoil_", "jvm_");
    }

    /** The last one: the others trust the certificate of the start. */
    @Test
    @Order(Integer.MAX_VALUE)
    void a_renewed_certificate_is_taken_without_a_restart()
            throws IOException, InterruptedException, GeneralSecurityException {
        Path renewed = directory.resolve("renewed.p12");
        keytool(renewed, "-genkeypair", "-alias", "server", "-dname", "CN=localhost, O=Renewed");
        assertThat(shownCertificate()).doesNotContain("Renewed");

        Files.move(renewed, keys, StandardCopyOption.REPLACE_EXISTING);

        await().atMost(Duration.ofSeconds(30)).until(() -> shownCertificate().contains("Renewed"));
        assertThat(plain("/health/ready")).startsWith("HTTP/1.1 200 OK\r\n").contains("\"UP\"");
    }

    @Test
    void health_is_answered_on_the_plain_port_where_that_is_allowed_and_nothing_else_is() throws IOException {
        assertThat(plain("/health/ready")).startsWith("HTTP/1.1 200 OK\r\n").contains("\"UP\"");
        for (String path : List.of("/", "/metrics", "/openapi", "/v1/merchants", "/health/ready/")) {
            assertThat(plain(path)).startsWith("HTTP/1.1 403 ").contains("https_required");
        }
    }

    private static String plain(String path) throws IOException {
        try (Socket socket = new Socket("localhost", server.httpPort())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String shownCertificate() throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Any()}, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", server.httpsPort())) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        }
    }

    /** Looks at a certificate without trusting it. */
    private static final class Any implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static List<X509Certificate> certificates(Path pem) throws IOException, GeneralSecurityException {
        try (InputStream bytes = Files.newInputStream(pem)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }

    private static SSLContext trusting(X509Certificate authority) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static void keytool(Path keys, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", keys.toString(), "-storepass", "of the key store"));
        if (arguments[0].equals("-genkeypair")) {
            command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "30"));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
    }
}
