package io.counterfoil.liberty.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server whose root key lives in a service that comes and goes. */
class KeyServiceIT {

    private static final String BODY = """
        {"amount":1250,"currency":"EUR","payment_method":"pm_card_visa","description":"Xq8PlantedWhileDown"}\
        """;

    @TempDir
    private Path home;

    /** Vault's transit engine as far as it is called; what it wraps is merely turned round. */
    private static final class Transit implements AutoCloseable {

        private final HttpServer server;
        private volatile boolean sealed;

        Transit() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/v1/transit/", this::answer);
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        private void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                JsonNode body = Api.JSON.readTree(exchange.getRequestBody().readAllBytes());
                boolean wraps = exchange.getRequestURI().getPath().contains("/encrypt/");
                Map<String, String> data = wraps
                        ? Map.of(
                                "ciphertext",
                                "vault:v1:" + reversed(body.path("plaintext").asString()))
                        : Map.of(
                                "plaintext",
                                reversed(body.path("ciphertext").asString().substring(9)));
                byte[] answer = Api.JSON.writeValueAsBytes(Map.of("data", data));
                exchange.sendResponseHeaders(sealed ? 503 : 200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        }

        private static String reversed(String base64) {
            return new StringBuilder(base64).reverse().toString();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @Test
    void while_it_is_away_the_server_is_not_ready_and_keeps_nothing_in_plain() throws IOException {
        try (Transit transit = new Transit();
                CounterfoilProcess server = Distribution.on(home)
                        .with("COUNTERFOIL_ROOT_KEY", "vault")
                        .with("COUNTERFOIL_VAULT_URL", transit.url())
                        .with("COUNTERFOIL_VAULT_TOKEN", "hvs.test")
                        .with("COUNTERFOIL_ROOT_KEY_RENEWAL", "PT1S")
                        .with("COUNTERFOIL_ROOT_KEY_GRACE", "PT0S")
                        .start()) {
            Api api = Api.ofDemoMerchant(server);
            assertThat(home.resolve("keys/root.key")).doesNotExist();
            assertThat(api.pay("pm_card_visa").status()).isEqualTo(201);

            transit.sealed = true;
            String key = Api.newKey();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> api.post("/v1/payments", Api.newKey(), BODY).status() == 503);
            assertThat(server.get("/health/ready").body())
                    .contains("The root key can't be used: Vault refuses with status 503");
            Database database = new Database(home);
            long before = database.count("SELECT count(*) FROM domain.payment");
            Api.Answer refused = api.post("/v1/payments", key, BODY);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text("code")).isEqualTo("unavailable");
            assertThat(refused.body()).doesNotContain("Vault", transit.url());
            assertThat(database.count("SELECT count(*) FROM domain.payment")).isEqualTo(before);
            String planted = HexFormat.of().formatHex("Xq8PlantedWhileDown".getBytes(StandardCharsets.UTF_8));
            assertThat(database.count("SELECT count(*) FROM domain.payment WHERE encode(description, 'hex') LIKE '%"
                            + planted + "%'"))
                    .isZero();

            transit.sealed = false;
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> server.get("/health/ready").statusCode() == 200);
            assertThat(api.post("/v1/payments", key, BODY).text("description")).isEqualTo("Xq8PlantedWhileDown");
        }
    }
}
