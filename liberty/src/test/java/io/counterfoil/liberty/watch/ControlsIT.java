package io.counterfoil.liberty.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.liberty.faults.Database;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.SharedServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The list of practices, over HTTP. How each comes to its status is in {@code PracticesInContainerIT}. */
@ExtendWith(SharedServer.class)
class ControlsIT {

    /** As the contract has them. */
    private static final List<String> IDS = List.of(
            "keys.server_side_only",
            "keys.never_committed",
            "keys.environment_configuration",
            "keys.rotated_when_compromised",
            "keys.test_for_development",
            "keys.live_only_in_production",
            "receipts.signatures_verified",
            "idempotency.unique_keys",
            "idempotency.random_keys",
            "idempotency.kept_with_session",
            "idempotency.retry_same_key",
            "webhooks.signatures",
            "webhooks.https_only",
            "webhooks.rate_limited",
            "webhooks.all_events_logged",
            "webhooks.secrets_rotated",
            "data.minimal",
            "data.encrypted",
            "data.gdpr",
            "data.export_and_deletion",
            "limits.per_user_and_ip",
            "limits.backoff",
            "limits.429",
            "https.everywhere",
            "https.payment_pages",
            "monitoring.usage_patterns",
            "monitoring.anomaly_alerts",
            "monitoring.failed_payments",
            "monitoring.logs_reviewed",
            "incident.rotate",
            "incident.notify",
            "incident.review_and_document",
            "incident.prevent");

    private final Api merchant;
    private final Api operator;
    private final CounterfoilProcess server;
    private final List<String> made = new ArrayList<>();

    ControlsIT(Api api, CounterfoilProcess server) {
        merchant = api;
        this.server = server;
        operator = api.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
    }

    /** The next who looks finds one operator, and no key that a browser has seen. */
    @AfterEach
    void revoke() {
        made.forEach(operator::delete);
    }

    @Test
    void all_are_there_in_order_with_evidence_and_a_page() {
        Api.Answer answer = operator.get("/v1/controls");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("object")).isEqualTo("list");
        assertThat(answer.json().path("has_more").asBoolean(true)).isFalse();
        JsonNode controls = answer.json().path("data");
        assertThat(controls.valueStream().map(one -> one.path("id").asString())).isEqualTo(IDS);
        controls.forEach(one -> {
            String id = one.path("id").asString();
            assertThat(one.propertyNames()).as(id).containsExactly("id", "title", "status", "evidence", "page");
            assertThat(one.path("title").asString()).as(id).isNotBlank();
            assertThat(one.path("status").asString()).as(id).isIn("met", "at_risk", "failing", "not_applicable");
            assertThat(one.path("page").asString()).as(id).isEqualTo("docs/controls.md#" + id.replace(".", ""));
            JsonNode evidence = one.path("evidence");
            assertThat(evidence.size()).as(id).isGreaterThan(4);
            assertThat(Instant.parse(evidence.path("since").asString()))
                    .as(id)
                    .isBefore(Instant.parse(evidence.path("as_of").asString()));
            assertThat(evidence.path("findings").isEmpty())
                    .as(id)
                    .isEqualTo(one.path("status").asString().equals("met"));
        });
    }

    @Test
    void no_check_is_broken() {
        assertThat(operator.get("/v1/controls").body()).doesNotContain("could not be checked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auditor", "operator"})
    void those_who_look_after_the_server_may_read_them(String role) {
        assertThat(of(role).get("/v1/controls").status()).isEqualTo(200);
    }

    @Test
    void nobody_else_may() {
        assertThat(of("privacy_officer").get("/v1/controls").status()).isEqualTo(403);
        assertThat(merchant.get("/v1/controls").status()).isEqualTo(403);
        assertThat(merchant.with("").get("/v1/controls").status()).isEqualTo(401);
    }

    /** The edge refuses it before any resource is asked: who it was and why is known all the same. */
    @Test
    void a_live_key_that_a_server_for_development_refuses_is_named() {
        Api.Answer created = merchant.post("/v1/api-keys", "{\"name\":\"live once\"}");
        String key = created.text("id");
        made.add("/v1/api-keys/" + key);
        new Database(server.home())
                .update("UPDATE domain.api_key SET livemode = true WHERE id = '%s'"
                        .formatted(IdKind.API_KEY.parse(key).orElseThrow()));

        assertThat(merchant.with(created.text("secret")).get("/v1/payments").text("code"))
                .isEqualTo("live_mode_off");

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            JsonNode control = operator.get("/v1/controls")
                    .json()
                    .path("data")
                    .valueStream()
                    .filter(one -> one.path("id").asString().equals("keys.test_for_development"))
                    .findFirst()
                    .orElseThrow();
            assertThat(control.path("status").asString()).isEqualTo("at_risk");
            assertThat(control.path("evidence")
                            .path("live_keys_refused_in_development")
                            .asLong())
                    .isPositive();
        });
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(operator.get("/metrics").body())
                        .containsPattern("counterfoil_problems_total\\{[^}]*code=\"live_mode_off\""));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(new Database(server.home())
                                .update("UPDATE monitoring.usage_minute SET count = count"
                                        + " WHERE key_id = '%s' AND status = 403"
                                                .formatted(IdKind.API_KEY
                                                        .parse(key)
                                                        .orElseThrow())))
                        .isPositive());
    }

    /** What no table tells is counted as calls are answered: here with a key of its own, so that it can be named. */
    @Test
    void what_calls_tell_is_counted_and_named() {
        Api.Answer created = merchant.post("/v1/api-keys", "{\"name\":\"careless\"}");
        Api careless = merchant.with(created.text("secret"));
        String key = created.text("id");
        made.add("/v1/api-keys/" + key);
        String order = "order-" + Api.newKey();
        String first = Api.newKey();
        Api.Answer paid = careless.post("/v1/payments", first, payment(order));
        careless.post("/v1/payments", first, payment(order));
        careless.post("/v1/payments", first, payment("another"));
        careless.post("/v1/payments", "order-0000000000000017", payment(order));
        careless.post("/v1/receipts/verify", "{\"receipt\":" + paid.json().path("receipt") + "}");
        String customer =
                careless.post("/v1/customers", "{\"email\":\"a@example.com\"}").text("id");
        careless.get("/v1/customers/" + customer + "?view=full");
        careless.send(careless.request("/v1/payments")
                .header("Origin", "https://shop.example")
                .GET());

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            JsonNode controls = operator.get("/v1/controls").json().path("data");
            assertThat(evidence(controls, "keys.server_side_only")).contains(key);
            assertThat(evidence(controls, "idempotency.unique_keys")).contains(key);
            assertThat(evidence(controls, "idempotency.random_keys")).contains(key);
            assertThat(evidence(controls, "idempotency.kept_with_session")).contains(key);
            assertThat(evidence(controls, "idempotency.retry_same_key")).doesNotContain("\"charges_saved\":0");
            assertThat(evidence(controls, "receipts.signatures_verified")).contains("last_verified_at");
            assertThat(evidence(controls, "data.minimal")).contains("\"subject\":\"email\"");
            assertThat(evidence(controls, "https.everywhere"))
                    .contains("TLSv1.3", "certificate_expires_at")
                    .doesNotContain("unknown", "none");
            assertThat(evidence(controls, "limits.per_user_and_ip")).contains("\"calls_without_limit\":0");
        });
        assertThat(operator.get("/v1/controls").body())
                .as("nothing of what was sent")
                .doesNotContain(first, "order-0000000000000017", order, "a@example.com", created.text("secret"));
    }

    private static String payment(String order) {
        return Api.payment("pm_card_visa").replace("order-1001", order);
    }

    private static String evidence(JsonNode controls, String id) {
        return controls.valueStream()
                .filter(one -> one.path("id").asString().equals(id))
                .map(one -> one.path("evidence").toString())
                .findFirst()
                .orElseThrow();
    }

    private Api of(String role) {
        Api.Answer token =
                operator.post("/v1/operator-tokens", "{\"name\":\"%s\",\"roles\":[\"%s\"]}".formatted(role, role));
        made.add("/v1/operator-tokens/" + token.text("id"));
        return operator.with(token.text("secret"));
    }
}
