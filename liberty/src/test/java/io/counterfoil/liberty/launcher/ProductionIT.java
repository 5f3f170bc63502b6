package io.counterfoil.liberty.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server in production, with a key store of its operator's: its certificate is issued by the company's own authority. */
class ProductionIT {

    @SuppressWarnings("NonFinalStaticField") // set once, before the first test
    @TempDir
    static Path directory;

    private static CounterfoilProcess server;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Path keys = directory.resolve("server.p12");
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
