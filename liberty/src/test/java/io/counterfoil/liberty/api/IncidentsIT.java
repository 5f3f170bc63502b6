package io.counterfoil.liberty.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.SharedServer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The plan for a key that others may have, from its first step to its last, and what is refused. */
@ExtendWith(SharedServer.class)
class IncidentsIT {

    private final Api operator;
    private LeakyShop shop;

    IncidentsIT(CounterfoilProcess server) {
        this.operator = Api.of(server, server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
    }

    @BeforeEach
    void newShop() {
        shop = LeakyShop.of(operator);
    }

    @Test
    void a_compromised_key_goes_through_the_whole_plan() {
        String customer = shop.leaked()
                .post("/v1/customers", "{\"email\":\"ada@example.com\",\"name\":\"Ada\"}")
                .text("id");
        shop.leaked().get("/v1/customers/" + customer + "?view=full");
        shop.leaked().pay("pm_card_visa");
        shop.leaked().get("/v1/payments");
        String backDoor =
                shop.leaked().post("/v1/api-keys", "{\"name\":\"back door\"}").text("id");

        Api.Answer opened = shop.open("\"type\":\"compromised_api_key\",\"api_key\":\"%s\"".formatted(shop.keyId()));
        assertThat(opened.status()).as(opened.body()).isEqualTo(201);
        String path = "/v1/incidents/" + opened.text("id");
        assertThat(Duration.between(
                        Instant.parse(opened.text("opened_at")), Instant.parse(opened.text("authority_due_at"))))
                .isEqualTo(Duration.ofHours(72));
        assertThat(operator.post(path + "/close", "").text("code")).isEqualTo("step_missing");
        assertThat(operator.post(path + "/actions/document", "").text("code")).isEqualTo("review_missing");

        JsonNode revoked = shop.step(path, "revoke-keys");
        String reissued = revoked.path("reissued").asString();
        assertThat(revoked.path("keys_made_with_it").get(0).asString()).isEqualTo(backDoor);
        assertThat(operator.get(path).body()).doesNotContain("sk_test_", "sk_live_");
        await().atMost(Duration.ofSeconds(1))
                .until(() -> shop.leaked().get("/v1/payments").status() == 401);
        assertThat(shop.leaked()
                        .post("/v1/api-keys/" + reissued + "/collect", "")
                        .status())
                .isEqualTo(401);
        Api.Answer collected = shop.spare().post("/v1/api-keys/" + reissued + "/collect", "");
        assertThat(collected.status()).as(collected.body()).isEqualTo(201);
        await().atMost(Duration.ofSeconds(2))
                .until(() -> operator.with(collected.text("secret"))
                                .get("/v1/payments")
                                .status()
                        == 200);
        assertThat(shop.spare()
                        .post("/v1/api-keys/" + reissued + "/collect", "")
                        .text("code"))
                .isEqualTo("nothing_to_collect");

        JsonNode told = shop.step(path, "notify");
        assertThat(told.path("notified").get(0).asString()).isEqualTo(shop.id());
        assertThat(told.path("told")).hasSize(1);
        JsonNode nobody = told.path("told").get(0);
        assertThat(nobody.path("merchant").asString()).isEqualTo(shop.id());
        assertThat(nobody.path("by")).isEmpty();
        assertThat(nobody.path("note").asString()).contains("No enabled webhook endpoint", "test mode");
        JsonNode event = shop.events().get(0);
        assertThat(event.path("incident").asString()).isEqualTo(opened.text("id"));
        assertThat(event.path("subjects").asLong()).isEqualTo(1);
        assertThat(event.path("customers").get(0).asString()).isEqualTo(customer);
        assertThat(event.path("reissued").asString()).isEqualTo(reissued);
        assertThat(event.path("message").asString()).contains(shop.keyId(), "/collect");
        assertThat(event.toString()).doesNotContain("ada@example.com");
        await().atMost(Duration.ofSeconds(10)).until(() -> shop.told(opened.text("id")) == 1);

        JsonNode reviewed = shop.step(path, "review-logs");
        // the payment, the customer, two looks, the key
        assertThat(reviewed.path("requests").asLong()).isGreaterThanOrEqualTo(5);
        shop.step(path, "document");
        authority(path);

        assertThat(operator.post(path + "/actions/notify", "").status()).isEqualTo(200);
        assertThat(shop.events()).hasSize(1);

        report(path, customer, backDoor);
        prevent(path);
        assertThat(shop.acts(opened.text("id")))
                .containsExactlyInAnyOrder(
                        "incident.opened",
                        "incident.revoke_keys",
                        "incident.notify",
                        "incident.review_logs",
                        "incident.document",
                        "incident.authority_notified",
                        "incident.prevent",
                        "incident.task_completed",
                        "incident.closed");
    }

    /** When the authority was told is noted with a later call; nobody is reminded any more. */
    private void authority(String path) {
        String document = path + "/actions/document";
        assertThat(operator.get(path).json().path("authority_notified_at").isNull())
                .isTrue();
        for (String wrong : List.of("yesterday", "2999-01-01T00:00:00Z", "")) {
            assertThat(operator.post(document, "{\"authority_notified_at\":\"%s\"}".formatted(wrong))
                            .text("param"))
                    .isEqualTo("authority_notified_at");
        }
        String at = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Api.Answer noted = operator.post(document, "{\"authority_notified_at\":\"%s\"}".formatted(at));
        assertThat(noted.text("authority_notified_at")).as(noted.body()).isEqualTo(at);
        assertThat(operator.get(path + "/report")
                        .json()
                        .path("article33")
                        .path("notified_at")
                        .asString())
                .isEqualTo(at);
    }

    private void report(String path, String customer, String backDoor) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(operator.get(path + "/report")
                                .json()
                                .path("proofs")
                                .findValuesAsString("log"))
                        .contains("audit", "receipts"));
        Api.Answer answer = operator.get(path + "/report");
        JsonNode report = answer.json();
        assertThat(report.path("review").path("requests").asLong()).isGreaterThanOrEqualTo(5);
        assertThat(report.path("authority_due_at").asString()).isNotEmpty();
        assertThat(report.path("authority_seconds_left").asLong()).isBetween(259_000L, 259_200L);
        assertThat(report.path("review").path("customers").get(0).asString()).isEqualTo(customer);
        assertThat(report.path("review").path("acts").findValuesAsString("object"))
                .contains(backDoor);
        assertThat(report.path("review").path("calls").findValuesAsString("network"))
                .containsOnly("127.0.0.0/24");
        assertThat(report.path("review").path("payments").path("captured").asLong())
                .isEqualTo(1);
        assertThat(report.path("proofs").get(0).path("proof").asString()).startsWith("c2sp.org/tlog-proof@v1\n");
        assertThat(report.path("article34").path("communication_to_subjects").asString())
                .isEqualTo("needed");
        assertThat(report.path("article33").path("draft").asString()).contains("Subjects: about 1");
        assertThat(answer.body()).doesNotContain("ada@example.com");

        Api.Answer page = operator.send(operator.request(path + "/report")
                .header("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
                .GET());
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.body()).contains("<h1>Incident ", "Article 33", "no baseline");
        assertThat(operator.send(operator.request(path + "/report")
                                .header("Accept", "*/*")
                                .GET())
                        .header("Content-Type"))
                .startsWith("application/json");
    }

    private void prevent(String path) {
        String idempotency = Api.newKey();
        String task = "{\"task\":\"Scan the repositories\",\"owner\":\"Ada\",\"due\":\"2031-01-31\"}";
        Api.Answer made = operator.post(path + "/actions/prevent", idempotency, task);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(operator.post(path + "/actions/prevent", idempotency, task).text("id"))
                .isEqualTo(made.text("id"));
        assertThat(operator.get(path).json().path("tasks")).hasSize(1);
        assertThat(operator.post(path + "/close", "").text("code")).isEqualTo("task_open");
        assertThat(operator.post(path + "/tasks/" + made.text("id") + "/complete", "")
                        .text("completed_at"))
                .isNotEmpty();
        assertThat(operator.post(path + "/close", "").text("status")).isEqualTo("closed");
        assertThat(operator.get(path + "/report").json().path("timeline").findValuesAsString("what"))
                .contains("opened", "authority_notified", "task_made", "task_completed", "closed");
        assertThat(operator.post(path + "/close", "").status()).isEqualTo(200);
        assertThat(operator.post(path + "/actions/notify", "").text("code")).isEqualTo("incident_closed");
        assertThat(operator.post(path + "/actions/prevent", task).text("code")).isEqualTo("incident_closed");
    }

    /** Who holds a stolen key sends money back to cards of their own. */
    @Test
    void what_it_did_to_payments_of_other_keys_is_in_the_review_with_its_receipts() {
        String paid = shop.spare().pay("pm_card_visa").text("id");
        String held = shop.spare().post("/v1/payments", Api.newKey(), """
                        {"amount":800,"currency":"EUR","payment_method":"pm_card_visa","capture":false}\
                        """).text("id");
        Api.Answer refund = shop.leaked().post("/v1/payments/" + paid + "/refunds", Api.newKey(), "{\"amount\":250}");
        assertThat(refund.status()).as(refund.body()).isEqualTo(201);
        Api.Answer capture = shop.leaked().post("/v1/payments/" + held + "/capture", Api.newKey(), "{}");
        assertThat(capture.status()).as(capture.body()).isEqualTo(200);
        String path = "/v1/incidents/"
                + shop.open("\"type\":\"compromised_api_key\",\"api_key\":\"%s\"".formatted(shop.keyId()))
                        .text("id");

        JsonNode figures = shop.step(path, "review-logs").path("follow_ups");

        assertThat(figures.path("captures").asLong()).isEqualTo(1);
        assertThat(figures.path("voids").asLong()).isZero();
        assertThat(figures.path("refunds").path("count").asLong()).isEqualTo(1);
        assertThat(figures.path("refunds").path("amounts").path("EUR").asLong()).isEqualTo(250);
        assertThat(figures.has("newest")).isFalse();
        JsonNode review = operator.get(path + "/report").json().path("review");
        assertThat(review.path("payments").path("count").asLong()).isZero();
        assertThat(review.path("follow_ups").path("newest").findValuesAsString("payment"))
                .containsExactly(held, paid);
        assertThat(review.path("follow_ups")
                        .path("newest")
                        .get(1)
                        .path("refund")
                        .asString())
                .isEqualTo(refund.text("id"));
        String receipt = refund.json().path("receipt").path("id").asString();
        assertThat(receipt).startsWith("rcp_");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(operator.get(path + "/report")
                                .json()
                                .path("proofs")
                                .findValuesAsString("of"))
                        .contains(receipt));
    }

    @Test
    void a_drill_does_all_but_the_harm_and_says_how_long_each_step_took() {
        String path = "/v1/incidents/"
                + shop.open("\"type\":\"compromised_api_key\",\"api_key\":\"%s\",\"drill\":true"
                                .formatted(shop.keyId()))
                        .text("id");

        LeakyShop.STEPS.forEach(step -> shop.step(path, step));

        assertThat(shop.leaked().get("/v1/payments").status()).isEqualTo(200);
        assertThat(shop.events()).isEmpty();
        JsonNode drill = operator.get(path).json();
        assertThat(drill.path("drill").asBoolean()).isTrue();
        assertThat(drill.path("steps")).hasSize(4).allSatisfy(step -> {
            assertThat(step.path("seconds").asDouble()).isPositive();
            assertThat(step.path("took_seconds").isNumber()).isTrue();
        });
        assertThat(drill.path("steps").get(1).path("result").path("message").asString())
                .contains(shop.keyId());
        assertThat(operator.post(path + "/close", "").text("status")).isEqualTo("closed");

        String real = shop.open("\"type\":\"suspicious_access\",\"api_key\":\"%s\"".formatted(shop.keyId()))
                .text("id");
        shop.step("/v1/incidents/" + real, "notify");
        await().atMost(Duration.ofSeconds(10)).until(() -> shop.told(real) == 1);
        assertThat(shop.told(drill.path("id").asString())).isZero();
        assertThat(shop.events()).hasSize(1);
    }

    @Test
    void what_is_asked_again_under_its_key_is_answered_again() {
        String key = Api.newKey();
        String body = "{\"type\":\"suspicious_access\",\"api_key\":\"%s\",\"summary\":\"odd\"}".formatted(shop.keyId());

        Api.Answer first = operator.post("/v1/incidents", key, body);
        Api.Answer second = operator.post("/v1/incidents", key, body);

        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(operator.get("/v1/incidents?limit=100").body())
                .contains(first.text("id"))
                .contains("\"object\":\"list\"");
    }

    @Test
    void auditors_read_and_nobody_else_comes_near() {
        String path = "/v1/incidents/"
                + shop.open("\"type\":\"suspicious_access\",\"api_key\":\"%s\"".formatted(shop.keyId()))
                        .text("id");
        Api auditor = operator.with(shop.token("auditor").text("secret"));
        Api officer = operator.with(shop.token("privacy_officer").text("secret"));

        for (String read : List.of("/v1/incidents", path, path + "/report")) {
            assertThat(auditor.get(read).status()).as(read).isEqualTo(200);
            assertThat(officer.get(read).status()).as(read).isEqualTo(403);
            assertThat(shop.spare().get(read).status()).as(read).isEqualTo(403);
        }
        for (String act : LeakyShop.STEPS) {
            assertThat(auditor.post(path + "/actions/" + act, "").status())
                    .as(act)
                    .isEqualTo(403);
            assertThat(shop.spare().post(path + "/actions/" + act, "").status())
                    .as(act)
                    .isEqualTo(403);
        }
        assertThat(auditor.post(path + "/close", "").status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"type\":\"theft\",\"summary\":\"x\"'|type",
                "'\"summary\":\"x\"'|type",
                "'\"type\":\"compromised_api_key\",\"summary\":\"x\"'|api_key",
                "'\"type\":\"compromised_api_key\",\"api_key\":\"key_00000000000000000000000000\",\"summary\":\"x\"'|api_key",
                "'\"type\":\"suspicious_access\",\"api_key\":\"whe_1\",\"summary\":\"x\"'|api_key",
                "'\"type\":\"compromised_webhook_secret\",\"summary\":\"x\"'|webhook_endpoint",
                "'\"type\":\"compromised_receipt_secret\",\"merchant\":\"mer_1\",\"summary\":\"x\"'|merchant",
                "'\"type\":\"compromised_operator_token\",\"summary\":\"x\"'|operator_token",
                "'\"type\":\"suspicious_access\",\"api_key\":\"KEY\"'|summary",
                "'\"type\":\"suspicious_access\",\"api_key\":\"KEY\",\"summary\":\" \"'|summary",
                "'\"type\":\"suspicious_access\",\"api_key\":\"KEY\",\"summary\":\"x\",\"from\":\"yesterday\"'|from",
                "'\"type\":\"suspicious_access\",\"api_key\":\"KEY\",\"summary\":\"x\",\"from\":\"2999-01-01T00:00:00Z\"'|from",
                "'\"type\":\"suspicious_access\",\"api_key\":\"KEY\",\"summary\":\"x\",\"to\":\"2001-01-01T00:00:00Z\"'|from",
                "'\"type\":\"suspicious_access\",\"api_key\":\"KEY\",\"summary\":\"x\",\"drill\":\"yes\"'|drill",
                "'\"type\":\"suspicious_access\",\"api_key\":\"KEY\",\"summary\":\"x\",\"motive\":\"greed\"'|motive",
            })
    void what_is_missing_or_wrong_is_named(String members, String param) {
        shop.token("auditor"); // beside the first one: neither is meant where none is named
        Api.Answer refused = operator.post("/v1/incidents", "{" + members.replace("KEY", shop.keyId()) + "}");

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.text("param")).isEqualTo(param);
    }

    @Test
    void a_task_without_somebody_or_a_day_is_none_and_what_is_not_there_is_404() {
        String path = "/v1/incidents/"
                + shop.open("\"type\":\"suspicious_access\",\"api_key\":\"%s\"".formatted(shop.keyId()))
                        .text("id");
        String prevent = path + "/actions/prevent";

        assertThat(operator.post(prevent, "{\"owner\":\"a\",\"due\":\"2031-01-31\"}")
                        .text("param"))
                .isEqualTo("task");
        assertThat(operator.post(prevent, "{\"task\":\"a\",\"due\":\"2031-01-31\"}")
                        .text("param"))
                .isEqualTo("owner");
        assertThat(operator.post(prevent, "{\"task\":\"a\",\"owner\":\"a\",\"due\":\"soon\"}")
                        .text("param"))
                .isEqualTo("due");
        assertThat(operator.get("/v1/incidents/inc_nonsense").status()).isEqualTo(404);
        assertThat(operator.get("/v1/incidents/inc_00000000000000000000000000/report")
                        .status())
                .isEqualTo(404);
        assertThat(operator.post("/v1/incidents/inc_00000000000000000000000000/close", "")
                        .status())
                .isEqualTo(404);
        assertThat(operator.post(path + "/tasks/ict_00000000000000000000000000/complete", "")
                        .status())
                .isEqualTo(404);
        assertThat(operator.post(path + "/actions/dance", "").status()).isEqualTo(404);
        assertThat(operator.post(path + "/actions/notify", "{\"gently\":true}").text("param"))
                .isEqualTo("gently");
    }
}
