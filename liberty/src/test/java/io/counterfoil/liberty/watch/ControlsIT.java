package io.counterfoil.liberty.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.SharedServer;
import java.time.Instant;
import java.util.List;
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

    ControlsIT(Api api, CounterfoilProcess server) {
        merchant = api;
        operator = api.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
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

    private Api of(String role) {
        return operator.with(
                operator.post("/v1/operator-tokens", "{\"name\":\"%s\",\"roles\":[\"%s\"]}".formatted(role, role))
                        .text("secret"));
    }
}
