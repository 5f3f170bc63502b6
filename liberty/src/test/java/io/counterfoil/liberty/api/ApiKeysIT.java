package io.counterfoil.liberty.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.SharedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class ApiKeysIT {

    private final Api api;
    private final CounterfoilProcess server;

    ApiKeysIT(Api api, CounterfoilProcess server) {
        this.api = api;
        this.server = server;
    }

    @Test
    void a_key_shows_its_secret_once() {
        String idempotencyKey = Api.newKey();
        Api.Answer made = api.post("/v1/api-keys", idempotencyKey, "{\"name\":\"once\"}");

        assertThat(made.status()).isEqualTo(201);
        String secret = made.text("secret");
        assertThat(secret)
                .startsWith("sk_test_")
                .endsWith(made.text("last_four"))
                .hasSize(44);
        assertThat(api.with(secret).get("/v1/payments").status()).isEqualTo(200);
        Api.Answer again = api.post("/v1/api-keys", idempotencyKey, "{\"name\":\"once\"}");
        assertThat(again.text("id")).isEqualTo(made.text("id"));
        assertThat(again.json().path("secret").isNull()).isTrue();
        assertThat(api.get("/v1/api-keys?limit=100").body()).doesNotContain(secret);
    }

    @Test
    void a_restricted_key_does_what_its_scopes_say() {
        Api reader = made("{\"name\":\"reader\",\"scopes\":[\"payments:read\"]}");

        assertThat(reader.get("/v1/payments").status()).isEqualTo(200);
        Api.Answer refused = reader.pay("pm_card_visa");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("code")).isEqualTo("forbidden");
        assertThat(reader.get("/v1/api-keys").status()).isEqualTo(403);
    }

    @Test
    void a_revoked_key_is_dead_within_a_second() {
        Api.Answer made = api.post("/v1/api-keys", "{\"name\":\"to be revoked\"}");
        Api leaked = api.with(made.text("secret"));
        assertThat(leaked.get("/v1/payments").status()).isEqualTo(200);

        assertThat(api.delete("/v1/api-keys/" + made.text("id")).status()).isEqualTo(200);

        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> leaked.get("/v1/payments").status() == 401);
    }

    @Test
    void a_rolled_key_goes_on_beside_its_successor_for_the_overlap() {
        Api.Answer made = api.post("/v1/api-keys", "{\"name\":\"to be rolled\"}");
        Api.Answer successor = api.post("/v1/api-keys/" + made.text("id") + "/roll", "{\"expires_in\":3600}");

        assertThat(successor.status()).isEqualTo(201);
        assertThat(successor.text("id")).isNotEqualTo(made.text("id"));
        for (String secret : List.of(made.text("secret"), successor.text("secret"))) {
            assertThat(api.with(secret).get("/v1/payments").status()).isEqualTo(200);
        }
    }

    @Test
    void a_key_that_is_rolled_without_overlap_ends() {
        Api.Answer made = api.post("/v1/api-keys", "{\"name\":\"to end\"}");
        api.post("/v1/api-keys/" + made.text("id") + "/roll", "");
        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> api.with(made.text("secret")).get("/v1/payments").status() == 401);
    }

    @Test
    void live_keys_are_not_to_be_had_in_development() {
        assertThat(api.post("/v1/api-keys", "{\"name\":\"x\",\"livemode\":true}")
                        .text("param"))
                .isEqualTo("livemode");
    }

    @Test
    void operators_see_merchants_and_no_payments() {
        Api operator = api.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
        assertThat(operator.get("/v1/merchants").status()).isEqualTo(200);
        assertThat(operator.get("/v1/payments").status()).isEqualTo(403);
        assertThat(api.get("/v1/merchants").status()).isEqualTo(403);
    }

    @Test
    void no_secret_reaches_the_disk() throws IOException {
        api.with("sk_test_typedWrong").get("/v1/payments");
        List<String> secrets = List.of(
                server.firstRun().get("COUNTERFOIL_TEST_KEY"),
                server.firstRun().get("COUNTERFOIL_RECEIPT_SECRET"),
                server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"),
                "sk_test_typedWrong");
        try (Stream<Path> files = Files.walk(server.home())) {
            List<Path> written = files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("first-run.env"))
                    .filter(file -> !file.startsWith(server.home().resolve("liberty/servers/counterfoil/apps")))
                    .toList();
            for (Path file : written) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(secrets).as("%s", file).noneMatch(bytes::contains);
            }
        }
    }

    private Api made(String json) {
        return api.with(api.post("/v1/api-keys", json).text("secret"));
    }
}
