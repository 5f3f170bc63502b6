package io.counterfoil.liberty.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.liberty.faults.Database;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.SharedServer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What becomes of the secret itself, for each kind of secret, and of what comes in its place. */
@ExtendWith(SharedServer.class)
class IncidentSecretsIT {

    private final Api operator;
    private final Database database;
    private LeakyShop shop;

    IncidentSecretsIT(CounterfoilProcess server) {
        this.operator = Api.of(server, server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
        this.database = new Database(server.home());
    }

    @BeforeEach
    void newShop() {
        shop = LeakyShop.of(operator);
    }

    @Test
    void a_merchant_without_another_key_is_told_what_to_do_and_a_restricted_one_collects_nothing_better() {
        Api weak = operator.with(
                shop.key(",\"scopes\":[\"api_keys:write\",\"payments:read\"]").text("secret"));
        operator.get("/v1/api-keys?limit=100&merchant=" + shop.id())
                .json()
                .path("data")
                .forEach(key -> {
                    String id = key.path("id").asString();
                    if (key.path("scopes").isEmpty() && !id.equals(shop.keyId())) {
                        operator.delete("/v1/api-keys/" + id);
                    }
                });
        String path = "/v1/incidents/"
                + shop.open("\"type\":\"compromised_api_key\",\"api_key\":\"%s\"".formatted(shop.keyId()))
                        .text("id");

        String reissued = shop.step(path, "revoke-keys").path("reissued").asString();

        Api.Answer refused = weak.post("/v1/api-keys/" + reissued + "/collect", "");
        assertThat(refused.status()).as(refused.body()).isEqualTo(403);
        assertThat(refused.text("code")).isEqualTo("beyond_own_limits");
        Api made = operator.with(shop.key("").text("secret"));
        assertThat(made.post("/v1/api-keys/" + reissued + "/collect", "").status())
                .isEqualTo(201);
    }

    @Test
    void where_no_key_is_left_the_answer_says_so() {
        operator.get("/v1/api-keys?limit=100&merchant=" + shop.id())
                .json()
                .path("data")
                .forEach(key -> {
                    if (!key.path("id").asString().equals(shop.keyId())) {
                        operator.delete("/v1/api-keys/" + key.path("id").asString());
                    }
                });
        String path = "/v1/incidents/"
                + shop.open("\"type\":\"suspicious_access\",\"api_key\":\"%s\"".formatted(shop.keyId()))
                        .text("id");

        JsonNode revoked = shop.step(path, "revoke-keys");

        assertThat(revoked.path("keys_that_may_collect").asLong()).isZero();
        assertThat(revoked.path("note").asString()).contains("no other key", "POST /v1/api-keys");
    }

    @Test
    void a_key_that_was_rolled_has_its_successor_in_its_place() {
        shop.spare().post("/v1/api-keys/" + shop.keyId() + "/roll", "{\"expires_in\":3600}");
        String path = "/v1/incidents/"
                + shop.open("\"type\":\"compromised_api_key\",\"api_key\":\"%s\"".formatted(shop.keyId()))
                        .text("id");

        JsonNode revoked = shop.step(path, "revoke-keys");

        assertThat(revoked.path("worked_until_now").asBoolean()).isTrue();
        assertThat(revoked.has("reissued")).isFalse();
    }

    /** As in a development server that was given production's database: no live key is made there, and the plan goes on. */
    @Test
    void a_live_key_ends_where_none_can_be_made_and_nothing_comes_in_its_place() {
        assertThat(database.update("UPDATE domain.api_key SET livemode = true WHERE id = '%s'"
                        .formatted(IdKind.API_KEY.parse(shop.keyId()).orElseThrow())))
                .isEqualTo(1);
        String path = "/v1/incidents/"
                + shop.open("\"type\":\"compromised_api_key\",\"api_key\":\"%s\"".formatted(shop.keyId()))
                        .text("id");

        assertThat(shop.step(path, "revoke-keys").has("reissued")).isFalse();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> shop.leaked().get("/v1/payments").status() == 401);
    }

    @Test
    void a_webhook_secret_is_replaced_and_waits_to_be_collected() {
        Api.Answer endpoint = shop.spare()
                .post("/v1/webhook-endpoints", "{\"url\":\"https://example.com/\",\"event_types\":[\"ping\"]}");
        assertThat(endpoint.status()).as(endpoint.body()).isEqualTo(201);
        String id = endpoint.text("id");
        String path = "/v1/incidents/"
                + shop.open("\"type\":\"compromised_webhook_secret\",\"webhook_endpoint\":\"%s\"".formatted(id))
                        .text("id");

        LeakyShop.STEPS.forEach(step -> shop.step(path, step));

        Api.Answer collected = shop.spare().post("/v1/webhook-endpoints/" + id + "/collect-secret", "");
        assertThat(collected.text("secret")).startsWith("whsec_").isNotEqualTo(endpoint.text("secret"));
        assertThat(shop.events().get(0).path("message").asString()).contains(id, "collect-secret");
        assertThat(operator.post(path + "/close", "").text("status")).isEqualTo("closed");
    }

    @Test
    void whoever_holds_a_compromised_receipt_secret_forges_no_receipt_any_more() throws GeneralSecurityException {
        String secret = shop.spare()
                .post("/v1/receipt-secrets/roll", "{\"expires_in\":0}")
                .text("secret");
        ObjectNode receipt = (ObjectNode) await().atMost(Duration.ofSeconds(5))
                .until(() -> shop.spare().pay("pm_card_visa").json().path("receipt"), one -> signed(one, secret));
        ObjectNode forged = receipt.deepCopy();
        forged.put("amount", 1_000_000);
        forged.put("signature", hmac(forged, secret));
        assertThat(valid(forged)).isTrue();
        String path = "/v1/incidents/"
                + shop.open("\"type\":\"compromised_receipt_secret\",\"merchant\":\"%s\"".formatted(shop.id()))
                        .text("id");

        LeakyShop.STEPS.forEach(step -> shop.step(path, step));

        assertThat(valid(receipt)).isTrue();
        assertThat(verified(forged).text("reason")).isEqualTo("not_issued");
        String next = await().atMost(Duration.ofSeconds(5))
                .until(
                        () -> shop.spare()
                                .pay("pm_card_visa")
                                .json()
                                .path("receipt")
                                .path("key_id")
                                .asString(),
                        keyOfReceipt ->
                                !keyOfReceipt.equals(receipt.path("key_id").asString()));
        assertThat(next).startsWith("rsk_");
    }

    private static boolean signed(JsonNode receipt, String secret) {
        try {
            return receipt.path("signature").asString().equals(hmac((ObjectNode) receipt, secret));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String hmac(ObjectNode receipt, String secret) throws GeneralSecurityException {
        TreeMap<String, JsonNode> members = new TreeMap<>();
        receipt.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        members.remove("signature");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(Api.JSON.writeValueAsBytes(members)));
    }

    private boolean valid(JsonNode receipt) {
        return verified(receipt).json().path("valid").asBoolean();
    }

    private Api.Answer verified(JsonNode receipt) {
        return shop.spare().post("/v1/receipts/verify", "{\"receipt\":" + receipt + "}");
    }

    @Test
    void an_operator_token_is_ended_and_every_merchant_whose_people_it_saw_hears_of_it() {
        String customer = shop.spare()
                .post("/v1/customers", "{\"email\":\"eve@example.com\"}")
                .text("id");
        Api.Answer token = shop.token("operator", "privacy_officer");
        Api thief = operator.with(token.text("secret"));
        thief.get("/v1/customers/" + customer);
        Api other = operator.with(operator.post(
                        "/v1/api-keys",
                        "{\"name\":\"backend\",\"merchant\":\"%s\"}"
                                .formatted(operator.post("/v1/merchants", "{\"name\":\"Another shop\"}")
                                        .text("id")))
                .text("secret"));
        String ofAnother =
                other.post("/v1/customers", "{\"email\":\"bob@example.com\"}").text("id");
        thief.get("/v1/customers/" + ofAnother);
        assertThat(thief.get("/v1/merchants").status()).isEqualTo(200);
        String path = "/v1/incidents/"
                + shop.open("\"type\":\"compromised_operator_token\",\"operator_token\":\"%s\""
                                .formatted(token.text("id")))
                        .text("id");

        LeakyShop.STEPS.forEach(step -> shop.step(path, step));

        await().atMost(Duration.ofSeconds(1))
                .until(() -> thief.get("/v1/merchants").status() == 401);
        JsonNode event = shop.events().get(0);
        assertThat(event.path("subjects").asLong()).isEqualTo(1);
        assertThat(event.path("customers")).hasSize(1);
        assertThat(event.path("customers").get(0).asString()).isEqualTo(customer);
        assertThat(event.path("customers_left_out").asLong()).isZero();
        assertThat(event.has("subject")).isFalse();
        assertThat(LeakyShop.events(other).get(0).path("customers").get(0).asString())
                .isEqualTo(ofAnother);
        JsonNode report = operator.get(path + "/report").json();
        assertThat(report.path("review").path("requests").asLong()).isEqualTo(3);
        assertThat(report.path("article34").path("reason").asString()).contains("masked");
        assertThat(report.path("incident").path("merchant").isNull()).isTrue();
        assertThat(operator.post(path + "/close", "").text("status")).isEqualTo("closed");
    }
}
