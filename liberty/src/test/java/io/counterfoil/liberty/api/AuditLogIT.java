package io.counterfoil.liberty.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.SharedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The audit log as an auditor has it: listed, exported, checked offline and against the database. */
@ExtendWith(SharedServer.class)
class AuditLogIT {

    private final Api merchant;
    private final CounterfoilProcess server;

    @TempDir
    private Path directory;

    private Api auditor;

    AuditLogIT(Api merchant, CounterfoilProcess server) {
        this.merchant = merchant;
        this.server = server;
    }

    @BeforeEach
    void authenticate() {
        auditor = merchant.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
    }

    @Test
    void lists_what_was_done_for_auditors_alone() {
        assertThat(merchant.get("/v1/audit-log").status()).isEqualTo(403);
        assertThat(merchant.with("").get("/v1/audit-log").status()).isEqualTo(401);
        String origin = auditor.post("/v1/transparency/receipts/key/roll", "{}")
                .text("key")
                .split("\\+")[0];

        Api.Answer rolled = auditor.get("/v1/audit-log?action=log_key.rolled&object=" + origin);

        JsonNode entry = rolled.json().path("data").path(0);
        assertThat(entry.path("id").asString()).startsWith("aud_");
        assertThat(entry.path("actor").asString()).startsWith("opt_");
        assertThat(entry.path("result").asString()).isEqualTo("done");
        assertThat(entry.path("source").asString()).hasSize(16);
        assertThat(rolled.body()).doesNotContain("127.0.0.1");
        String actor = entry.path("actor").asString();
        assertThat(auditor.get("/v1/audit-log?actor=" + actor + "&limit=1")
                        .json()
                        .path("data")
                        .size())
                .isEqualTo(1);
        assertThat(auditor.get("/v1/audit-log?actor=nobody").json().path("data").size())
                .isZero();
        assertThat(auditor.get("/v1/audit-log?to=2020-01-01")
                        .json()
                        .path("data")
                        .size())
                .isZero();
        assertThat(auditor.get("/v1/audit-log?action=server.started")
                        .json()
                        .path("data")
                        .size())
                .isPositive();
        assertThat(auditor.get("/v1/audit-log?from=yesterday").text("param")).isEqualTo("from");
        assertThat(merchant.with("").get("/transparency/audit/checkpoint").status())
                .isEqualTo(404);
    }

    /**
     * Each kind of act that is to be written down, and its entry: keys, secrets, configuration, privacy, incidents and what
     * operators do. Authentications that failed are counted in groups: {@code FailedAuthenticationsIT}; a setting that differs
     * from the last start: {@code StartOfServerInContainerIT}.
     */
    @Test
    void every_kind_of_act_has_its_entry() {
        String shop =
                auditor.post("/v1/merchants", "{\"name\":\"Audited shop\"}").text("id");
        found("merchant.created", shop);
        Api owner = auditor.with(auditor.post(
                        "/v1/api-keys", "{\"name\":\"owner\",\"merchant\":\"%s\",\"livemode\":false}".formatted(shop))
                .text("secret"));
        assertThat(auditor.put("/v1/merchants/" + shop + "/limits", "{\"requests_per_second\":200,\"burst\":2000}")
                        .status())
                .isEqualTo(200);
        found("merchant_limits.changed", shop);

        String rolled = owner.post("/v1/api-keys", "{\"name\":\"backend\"}").text("id");
        found("api_key.created", rolled);
        owner.post("/v1/api-keys/" + rolled + "/roll", "{\"expires_in\":3600}");
        found("api_key.rolled", rolled);
        owner.delete("/v1/api-keys/" + rolled);
        found("api_key.revoked", rolled);
        owner.post("/v1/receipt-secrets/roll", "{\"expires_in\":86400}");
        found("receipt_secret.rolled", "");

        String endpoint = owner.post(
                        "/v1/webhook-endpoints",
                        "{\"url\":\"https://hooks.example.com/in\",\"event_types\":[\"payment.*\"]}")
                .text("id");
        found("webhook_endpoint.created", endpoint);
        owner.post("/v1/webhook-endpoints/" + endpoint + "/rotate-secret", "{\"expires_in\":86400}");
        found("webhook_endpoint.secret_rotated", endpoint);
        owner.delete("/v1/webhook-endpoints/" + endpoint);
        found("webhook_endpoint.deleted", endpoint);

        String customer =
                owner.post("/v1/customers", "{\"email\":\"anna@example.com\"}").text("id");
        String request = owner.post(
                        "/v1/privacy/requests", "{\"type\":\"erasure\",\"customer\":\"%s\"}".formatted(customer))
                .text("id");
        found("privacy_request.received", request);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> found("privacy_request.completed", request));

        operators();
        incident(owner);
    }

    private void operators() {
        String token = auditor.post("/v1/operator-tokens", "{\"name\":\"Ada\",\"roles\":[\"auditor\"]}")
                .text("id");
        found("operator_token.created", token);
        auditor.delete("/v1/operator-tokens/" + token);
        found("operator_token.revoked", token);
        auditor.put("/v1/alert-rules/card_testing_success", "{\"enabled\":true}");
        found("alert_rule.changed", "card_testing_success");
        String channel = auditor.post(
                        "/v1/alert-channels",
                        "{\"kind\":\"email\",\"name\":\"Nobody\",\"target\":\"nobody@example.com\",\"severity\":\"critical\"}")
                .text("id");
        found("alert_channel.created", channel);
        auditor.post("/v1/alert-channels/" + channel + "/test", "");
        found("alert_channel.tested", channel);
        auditor.delete("/v1/alert-channels/" + channel);
        found("alert_channel.deleted", channel);
        auditor.get("/v1/audit-log/export");
        found("audit_log.exported", "");
        found("audit_log.read", "");
        found("server.started", "");
    }

    private void incident(Api owner) {
        String key = owner.post("/v1/api-keys", "{\"name\":\"leaky\"}").text("id");
        String opened = auditor.post(
                        "/v1/incidents",
                        "{\"type\":\"compromised_api_key\",\"api_key\":\"%s\",\"summary\":\"Seen in a chat\"}"
                                .formatted(key))
                .text("id");
        found("incident.opened", opened);
        for (String step : List.of("revoke-keys", "notify", "review-logs", "document")) {
            auditor.post("/v1/incidents/" + opened + "/actions/" + step, "");
            found("incident." + step.replace('-', '_'), opened);
        }
        String alerts = "/v1/alerts?rule=incident_opened&status=raised&limit=100";
        String alert = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> auditor.get(alerts).json().path("data").findValuesAsString("id"),
                        found -> !found.isEmpty())
                .get(0);
        for (String act : List.of("acknowledge", "silence", "resolve")) {
            auditor.post("/v1/alerts/" + alert + "/" + act, act.equals("silence") ? "{\"seconds\":60}" : "");
        }
        for (String act : List.of("alert.acknowledged", "alert.silenced", "alert.resolved")) {
            found(act, alert);
        }
        auditor.post("/v1/incidents/" + opened + "/close", "");
        found("incident.closed", opened);
    }

    private void found(String action, String object) {
        JsonNode entry = auditor.get(
                        "/v1/audit-log?limit=1&action=" + action + (object.isEmpty() ? "" : "&object=" + object))
                .json()
                .path("data")
                .path(0);
        assertThat(entry.path("action").asString()).as(action + " " + object).isEqualTo(action);
        assertThat(entry.path("actor").asString()).isNotEmpty();
        assertThat(entry.path("result").asString()).isNotEmpty();
        assertThat(entry.path("at").asString()).isNotEmpty();
    }

    @Test
    void is_exported_and_checked_without_the_server() throws Exception {
        auditor.get("/v1/audit-log");
        Api.Answer export = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> auditor.get("/v1/audit-log/export"),
                        answer -> answer.body().lines().count() > 1);
        Path file = Files.writeString(directory.resolve("export.jsonl"), export.body());
        String key =
                auditor.get("/v1/audit-log/keys").body().lines().findFirst().orElseThrow();
        List<String> lines = export.body().lines().toList();

        assertThat(server.counterfoil("audit", "verify", file)).startsWith("0 valid: entries 0 to ");
        assertThat(server.counterfoil("audit", "verify", file, key)).startsWith("0 valid: entries 0 to ");
        Path changed = Files.writeString(
                directory.resolve("changed.jsonl"), export.body().replaceFirst("server\\.started", "server.stopped"));
        assertThat(server.counterfoil("audit", "verify", changed, key))
                .startsWith("1 INVALID: entry ")
                .endsWith("is not what was sealed");
        Path shorter = Files.writeString(
                directory.resolve("shorter.jsonl"), String.join("\n", lines.subList(0, lines.size() - 1)) + "\n");
        assertThat(server.counterfoil("audit", "verify", shorter, key))
                .startsWith("1 INVALID: entry ")
                .endsWith("is not in the export");
        assertThat(server.counterfoil("audit", "verify")).startsWith("0 ").contains("entries are good");
    }

    @Test
    void a_review_of_a_day_to_come_is_nowhere() {
        assertThat(auditor.get("/v1/reviews").status()).isEqualTo(200);
        assertThat(auditor.get("/v1/reviews/2999-01-01").status()).isEqualTo(404);
        assertThat(auditor.get("/v1/reviews/someday").status()).isEqualTo(404);
        assertThat(auditor.post("/v1/reviews/2999-01-01/sign-off", "{}").status())
                .isEqualTo(404);
        assertThat(merchant.get("/v1/reviews").status()).isEqualTo(403);
        assertThat(auditor.get("/v1/reviews?limit=0").text("param")).isEqualTo("limit");
        assertThat(auditor.get("/v1/reviews?starting_after=x").text("param")).isEqualTo("starting_after");
    }
}
