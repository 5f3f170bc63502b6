package io.counterfoil.liberty.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.liberty.faults.Database;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.SharedServer;
import io.counterfoil.liberty.process.WrittenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

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

    /** As after a change of COUNTERFOIL_ENV: the key stands in the database, and moves no money here. */
    @Test
    void a_live_key_of_former_days_does_nothing_in_development() {
        Api.Answer made = api.post("/v1/api-keys", "{\"name\":\"live once\"}");
        assertThat(new Database(server.home())
                        .update("UPDATE domain.api_key SET livemode = true WHERE id = '%s'"
                                .formatted(IdKind.API_KEY.parse(made.text("id")).orElseThrow())))
                .isEqualTo(1);

        Api.Answer refused = api.with(made.text("secret")).pay("pm_card_visa");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("code")).isEqualTo("live_mode_off");
        Api operator = api.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
        Api.Answer successor = operator.post("/v1/api-keys/" + made.text("id") + "/roll", "");
        assertThat(successor.status()).isEqualTo(400);
        assertThat(successor.text("param")).isEqualTo("livemode");
    }

    @Test
    void a_key_past_its_expiry_is_dead() {
        Api.Answer made = api.post(
                "/v1/api-keys",
                "{\"name\":\"for a moment\",\"expires_at\":\"%s\"}"
                        .formatted(Instant.now().plusSeconds(3)));
        Api brief = api.with(made.text("secret"));
        assertThat(brief.get("/v1/payments").status()).isEqualTo(200);

        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> brief.get("/v1/payments").status() == 401);

        assertThat(Instant.now()).isAfterOrEqualTo(Instant.parse(made.text("expires_at")));
    }

    @Test
    void an_empty_list_of_scopes_makes_no_key_that_may_do_everything() {
        Api.Answer refused = api.post("/v1/api-keys", "{\"name\":\"x\",\"scopes\":[]}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("param")).isEqualTo("scopes");
    }

    @Test
    void scopes_that_nobody_asks_for_are_refused_and_the_others_named() {
        Api.Answer refused = api.post("/v1/api-keys", "{\"name\":\"x\",\"scopes\":[\"payments:read\",\"moon:write\"]}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("param")).isEqualTo("scopes");
        assertThat(refused.text("detail")).contains("payments:write", "webhook_endpoints:read");
    }

    @Test
    void a_restricted_key_makes_no_better_one_neither_by_creating_nor_by_rolling() {
        String other = api.post("/v1/api-keys", "{\"name\":\"other\"}").text("id");
        Api maker = made("{\"name\":\"maker\",\"scopes\":[\"api_keys:write\",\"payments:read\"]}");

        for (Api.Answer refused : List.of(
                maker.post("/v1/api-keys", "{\"name\":\"x\"}"),
                maker.post("/v1/api-keys", "{\"name\":\"x\",\"scopes\":[\"payments:write\"]}"),
                maker.post("/v1/api-keys/" + other + "/roll", ""))) {
            assertThat(refused.status()).as(refused.body()).isEqualTo(403);
            assertThat(refused.text("code")).isEqualTo("beyond_own_limits");
        }
        assertThat(maker.post("/v1/api-keys", "{\"name\":\"x\",\"scopes\":[\"payments:read\"]}")
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.0/8, 200", "::/0 127.0.0.1, 200", "10.0.0.0/8 ::1, 403", "2001:db8::/32, 403"})
    void a_key_works_from_its_networks_only(String networks, int status) {
        String list = "\"" + networks.replace(" ", "\",\"") + "\"";
        Api key = made("{\"name\":\"at home\",\"ip_allow_list\":[" + list + "]}");

        Api.Answer answer = key.get("/v1/payments");

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.text("code")).isEqualTo(status == 403 ? "ip_not_allowed" : "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0", "", "2001:db8::/200"})
    void what_is_no_network_is_refused(String network) {
        assertThat(api.post("/v1/api-keys", "{\"name\":\"x\",\"ip_allow_list\":[\"" + network + "\"]}")
                        .text("param"))
                .isEqualTo("ip_allow_list");
    }

    @Test
    void the_last_use_is_shown_some_seconds_later() {
        Api.Answer made = api.post("/v1/api-keys", "{\"name\":\"used\"}");
        api.with(made.text("secret")).get("/v1/payments");

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(
                                listed(made.text("id")).path("last_used_at").asString(""))
                        .isGreaterThan(made.text("created_at")));
    }

    @Test
    void listings_show_prefix_and_last_four_and_nothing_else_of_a_secret() {
        Api.Answer made = api.post("/v1/api-keys", "{\"name\":\"shown\",\"scopes\":[\"events:read\"]}");
        String secret = made.text("secret");

        JsonNode listed = listed(made.text("id"));

        assertThat(listed.path("prefix").asString()).isEqualTo("rk_test_");
        assertThat(secret)
                .startsWith("rk_test_")
                .endsWith(listed.path("last_four").asString());
        assertThat(listed.path("secret").isNull()).isTrue();
        assertThat(listed.toString()).doesNotContain(secret.substring(8, 40));
    }

    @Test
    void a_key_is_rolled_once_and_for_seven_days_at_most() {
        String id = api.post("/v1/api-keys", "{\"name\":\"x\"}").text("id");
        assertThat(api.post("/v1/api-keys/" + id + "/roll", "{\"expires_in\":604801}")
                        .text("param"))
                .isEqualTo("expires_in");
        assertThat(api.post("/v1/api-keys/" + id + "/roll", "{\"expires_in\":-1}")
                        .text("param"))
                .isEqualTo("expires_in");
        assertThat(api.post("/v1/api-keys/" + id + "/roll", "{\"expires_in\":604800}")
                        .status())
                .isEqualTo(201);
        assertThat(api.post("/v1/api-keys/" + id + "/roll", "").text("code")).isEqualTo("api_key_rolled");
    }

    @Test
    void a_revoked_key_is_not_to_be_rolled() {
        String id = api.post("/v1/api-keys", "{\"name\":\"x\"}").text("id");
        api.delete("/v1/api-keys/" + id);

        Api.Answer refused = api.post("/v1/api-keys/" + id + "/roll", "");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("code")).isEqualTo("api_key_inactive");
    }

    @Test
    void another_merchants_key_is_as_absent_as_one_that_never_was() {
        Api operator = api.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
        String merchant = operator.post("/v1/merchants", "{\"name\":\"Other\"}").text("id");
        String theirs = operator.post("/v1/api-keys", "{\"name\":\"x\",\"merchant\":\"" + merchant + "\"}")
                .text("id");

        for (String id : List.of(theirs, "key_01jd3k5v8qe9yr6p5x0m2s7t4w", "key_x", "x")) {
            for (Api.Answer answer :
                    List.of(api.delete("/v1/api-keys/" + id), api.post("/v1/api-keys/" + id + "/roll", ""))) {
                assertThat(answer.status()).as(id).isEqualTo(404);
                assertThat(answer.body().replaceAll("req_[0-9a-z]+", ""))
                        .isEqualTo(api.delete("/v1/api-keys/x").body().replaceAll("req_[0-9a-z]+", ""));
            }
        }
        assertThat(operator.get("/v1/api-keys").body()).contains(theirs);
        assertThat(operator.delete("/v1/api-keys/" + theirs).status()).isEqualTo(200);
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
                String bytes = WrittenFile.bytes(file);
                assertThat(secrets).as("%s", file).noneMatch(bytes::contains);
            }
        }
    }

    private JsonNode listed(String id) {
        return StreamSupport.stream(
                        api.get("/v1/api-keys?limit=100").json().path("data").spliterator(), false)
                .filter(key -> key.path("id").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Api made(String json) {
        return api.with(api.post("/v1/api-keys", json).text("secret"));
    }
}
