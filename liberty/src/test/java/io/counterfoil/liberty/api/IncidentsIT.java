package io.counterfoil.liberty.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.SharedServer;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The plan for a secret that others may have, step by step, for each kind of secret. */
@ExtendWith(SharedServer.class)
class IncidentsIT {

    private static final List<String> STEPS = List.of("revoke-keys", "notify", "review-logs", "document");

    private final Api operator;

    private String merchantId;
    private Api spare;
    private String keyId;
    private Api leaked;

    IncidentsIT(CounterfoilProcess server) {
        this.operator = Api.of(server, server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
    }

    /** A merchant with two keys: one that is leaked, and a spare one. */
    @BeforeEach
    void newMerchant() {
        merchantId = operator.post("/v1/merchants", "{\"name\":\"Leaky shop\"}").text("id");
        spare = operator.with(key("").text("secret"));
        Api.Answer other = key("");
        keyId = other.text("id");
        leaked = operator.with(other.text("secret"));
    }

    @Test
    void a_compromised_key_goes_through_the_whole_plan() {
        String customer = leaked.post("/v1/customers", "{\"email\":\"ada@example.com\",\"name\":\"Ada\"}")
                .text("id");
        leaked.get("/v1/customers/" + customer + "?view=full");
        leaked.pay("pm_card_visa");
        leaked.get("/v1/payments");
        String backDoor =
                leaked.post("/v1/api-keys", "{\"name\":\"back door\"}").text("id");

        Api.Answer opened = open("\"type\":\"compromised_api_key\",\"api_key\":\"%s\"".formatted(keyId));
        assertThat(opened.status()).as(opened.body()).isEqualTo(201);
        String path = "/v1/incidents/" + opened.text("id");
        assertThat(Duration.between(
                        Instant.parse(opened.text("opened_at")), Instant.parse(opened.text("authority_due_at"))))
                .isEqualTo(Duration.ofHours(72));
        assertThat(operator.post(path + "/close", "").text("code")).isEqualTo("step_missing");
        assertThat(operator.post(path + "/actions/document", "").text("code")).isEqualTo("review_missing");

        JsonNode revoked = step(path, "revoke-keys");
        String reissued = revoked.path("reissued").asString();
        assertThat(revoked.path("keys_made_with_it").get(0).asString()).isEqualTo(backDoor);
        assertThat(operator.get(path).body()).doesNotContain("sk_test_", "sk_live_");
        await().atMost(Duration.ofSeconds(1))
                .until(() -> leaked.get("/v1/payments").status() == 401);
        assertThat(leaked.post("/v1/api-keys/" + reissued + "/collect", "").status())
                .isEqualTo(401);
        Api.Answer collected = spare.post("/v1/api-keys/" + reissued + "/collect", "");
        assertThat(collected.status()).as(collected.body()).isEqualTo(201);
        await().atMost(Duration.ofSeconds(2))
                .until(() -> operator.with(collected.text("secret"))
                                .get("/v1/payments")
                                .status()
                        == 200);
        assertThat(spare.post("/v1/api-keys/" + reissued + "/collect", "").text("code"))
                .isEqualTo("nothing_to_collect");

        JsonNode told = step(path, "notify");
        assertThat(told.path("notified").get(0).asString()).isEqualTo(merchantId);
        assertThat(told.path("told")).hasSize(1);
        JsonNode nobody = told.path("told").get(0);
        assertThat(nobody.path("merchant").asString()).isEqualTo(merchantId);
        assertThat(nobody.path("by")).isEmpty();
        assertThat(nobody.path("note").asString()).contains("No enabled webhook endpoint", "test mode");
        JsonNode event = events().get(0);
        assertThat(event.path("incident").asString()).isEqualTo(opened.text("id"));
        assertThat(event.path("subjects").asLong()).isEqualTo(1);
        assertThat(event.path("customers").get(0).asString()).isEqualTo(customer);
        assertThat(event.path("reissued").asString()).isEqualTo(reissued);
        assertThat(event.path("message").asString()).contains(keyId, "/collect");
        assertThat(event.toString()).doesNotContain("ada@example.com");
        await().atMost(Duration.ofSeconds(10)).until(() -> told(opened.text("id")) == 1);

        JsonNode reviewed = step(path, "review-logs");
        // the payment, the customer, two looks, the key
        assertThat(reviewed.path("requests").asLong()).isGreaterThanOrEqualTo(5);
        step(path, "document");
        authority(path);

        assertThat(operator.post(path + "/actions/notify", "").status()).isEqualTo(200);
        assertThat(events()).hasSize(1);

        report(path, customer, backDoor);
        prevent(path);
        assertThat(acts(opened.text("id")))
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

    @Test
    void a_merchant_without_another_key_is_told_what_to_do_and_a_restricted_one_collects_nothing_better() {
        Api weak = operator.with(
                key(",\"scopes\":[\"api_keys:write\",\"payments:read\"]").text("secret"));
        operator.get("/v1/api-keys?limit=100&merchant=" + merchantId)
                .json()
                .path("data")
                .forEach(key -> {
                    String id = key.path("id").asString();
                    if (key.path("scopes").isEmpty() && !id.equals(keyId)) {
                        operator.delete("/v1/api-keys/" + id);
                    }
                });
        String path = "/v1/incidents/"
                + open("\"type\":\"compromised_api_key\",\"api_key\":\"%s\"".formatted(keyId))
                        .text("id");

        String reissued = step(path, "revoke-keys").path("reissued").asString();

        Api.Answer refused = weak.post("/v1/api-keys/" + reissued + "/collect", "");
        assertThat(refused.status()).as(refused.body()).isEqualTo(403);
        assertThat(refused.text("code")).isEqualTo("beyond_own_limits");
        Api made = operator.with(key("").text("secret"));
        assertThat(made.post("/v1/api-keys/" + reissued + "/collect", "").status())
                .isEqualTo(201);
    }

    @Test
    void where_no_key_is_left_the_answer_says_so() {
        operator.get("/v1/api-keys?limit=100&merchant=" + merchantId)
                .json()
                .path("data")
                .forEach(key -> {
                    if (!key.path("id").asString().equals(keyId)) {
                        operator.delete("/v1/api-keys/" + key.path("id").asString());
                    }
                });
        String path = "/v1/incidents/"
                + open("\"type\":\"suspicious_access\",\"api_key\":\"%s\"".formatted(keyId))
                        .text("id");

        JsonNode revoked = step(path, "revoke-keys");

        assertThat(revoked.path("keys_that_may_collect").asLong()).isZero();
        assertThat(revoked.path("note").asString()).contains("no other key", "POST /v1/api-keys");
    }

    @Test
    void a_key_that_was_rolled_has_its_successor_in_its_place() {
        spare.post("/v1/api-keys/" + keyId + "/roll", "{\"expires_in\":3600}");
        String path = "/v1/incidents/"
                + open("\"type\":\"compromised_api_key\",\"api_key\":\"%s\"".formatted(keyId))
                        .text("id");

        JsonNode revoked = step(path, "revoke-keys");

        assertThat(revoked.path("worked_until_now").asBoolean()).isTrue();
        assertThat(revoked.has("reissued")).isFalse();
    }

    /** Who holds a stolen key sends money back to cards of their own. */
    @Test
    void what_it_did_to_payments_of_other_keys_is_in_the_review_with_its_receipts() {
        String paid = spare.pay("pm_card_visa").text("id");
        String held = spare.post("/v1/payments", Api.newKey(), """
                        {"amount":800,"currency":"EUR","payment_method":"pm_card_visa","capture":false}\
                        """).text("id");
        Api.Answer refund = leaked.post("/v1/payments/" + paid + "/refunds", Api.newKey(), "{\"amount\":250}");
        assertThat(refund.status()).as(refund.body()).isEqualTo(201);
        Api.Answer capture = leaked.post("/v1/payments/" + held + "/capture", Api.newKey(), "{}");
        assertThat(capture.status()).as(capture.body()).isEqualTo(200);
        String path = "/v1/incidents/"
                + open("\"type\":\"compromised_api_key\",\"api_key\":\"%s\"".formatted(keyId))
                        .text("id");

        JsonNode figures = step(path, "review-logs").path("follow_ups");

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
    void where_more_customers_were_opened_than_an_event_names_it_counts_the_others() {
        String first = "";
        for (int i = 0; i < 101; i++) {
            Api.Answer made = spare.post("/v1/customers", "{\"email\":\"c%s@example.com\"}".formatted(i));
            assertThat(made.status()).as(made.body()).isEqualTo(201);
            first = i == 0 ? made.text("id") : first;
        }
        assertThat(leaked.get("/v1/customers?limit=100").json().path("data")).hasSize(100);
        assertThat(leaked.get("/v1/customers/" + first).status()).isEqualTo(200);
        String path = "/v1/incidents/"
                + open("\"type\":\"compromised_api_key\",\"api_key\":\"%s\"".formatted(keyId))
                        .text("id");

        step(path, "notify");

        JsonNode event = events().get(0);
        assertThat(event.path("subjects").asLong()).isEqualTo(101);
        assertThat(event.path("customers")).hasSize(100);
        assertThat(event.path("customers_left_out").asLong()).isEqualTo(1);
    }

    /** A letter says that the key no longer works and that what was done with it was reviewed. */
    @Test
    void nobody_gets_a_letter_that_says_what_was_not_done_yet() {
        String customer =
                spare.post("/v1/customers", "{\"email\":\"ada@example.com\"}").text("id");
        leaked.get("/v1/customers/" + customer);
        String path = "/v1/incidents/"
                + open("\"type\":\"compromised_api_key\",\"api_key\":\"%s\"".formatted(keyId))
                        .text("id");
        String notify = path + "/actions/notify";

        Api.Answer early = operator.post(notify, "{\"people\":true}");
        assertThat(early.status()).as(early.body()).isEqualTo(409);
        assertThat(early.text("code")).isEqualTo("step_missing");
        assertThat(early.text("detail")).contains("actions/revoke-keys and actions/review-logs");
        assertThat(operator.get(path).json().path("steps")).isEmpty();
        assertThat(events()).isEmpty();
        assertThat(operator.get(path + "/report")
                        .json()
                        .path("article33")
                        .path("notification_needed")
                        .isNull())
                .isTrue();

        step(path, "revoke-keys");
        assertThat(operator.post(notify, "{\"people\":true}").text("detail"))
                .contains("actions/review-logs")
                .doesNotContain("actions/revoke-keys");
        step(path, "review-logs");
        assertThat(operator.get(path + "/report")
                        .json()
                        .path("article33")
                        .path("notification_needed")
                        .asBoolean())
                .isTrue();
        assertThat(operator.post(notify, "{\"people\":true}").status()).isEqualTo(200);
        assertThat(operator.get(path + "/report").json().path("timeline").findValuesAsString("what"))
                .contains("people_notified");
        JsonNode letters = operator.get(path + "/report").json().path("letters");
        assertThat(StreamSupport.stream(letters.spliterator(), false)
                        .mapToLong(JsonNode::asLong)
                        .sum())
                .isEqualTo(1);
    }

    /** One endpoint takes the event; others are of another type, or disabled. */
    @Test
    void a_merchant_is_said_to_be_told_by_webhook_where_an_endpoint_takes_the_event() {
        String endpoints = "/v1/webhook-endpoints";
        String wanted = "{\"url\":\"https://nobody.invalid/in\",\"event_types\":[\"%s\"]}";
        assertThat(spare.post(endpoints, wanted.formatted("incident.opened")).status())
                .isEqualTo(201);
        assertThat(spare.post(endpoints, wanted.formatted("payment.*")).status())
                .isEqualTo(201);
        String off = spare.post(endpoints, wanted.formatted("*")).text("id");
        assertThat(spare.send(spare.request(endpoints + "/" + off)
                                .header("Content-Type", "application/json")
                                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"status\":\"disabled\"}")))
                        .status())
                .isEqualTo(200);
        String members = "\"type\":\"suspicious_access\",\"api_key\":\"%s\"".formatted(keyId);

        JsonNode rehearsed =
                step("/v1/incidents/" + open(members + ",\"drill\":true").text("id"), "notify");
        JsonNode told = step("/v1/incidents/" + open(members).text("id"), "notify");

        assertThat(told.path("told").get(0).path("by").get(0).asString()).isEqualTo("webhook");
        assertThat(told.path("told").get(0).path("webhook_endpoints").asInt()).isEqualTo(1);
        assertThat(told.path("told").get(0).path("note").isNull()).isTrue();
        assertThat(rehearsed.path("told").get(0).path("by")).isEmpty();
        assertThat(rehearsed.path("told").get(0).path("webhook_endpoints").asInt())
                .isEqualTo(1);
        assertThat(rehearsed.path("told").get(0).path("note").asString()).isEqualTo("A drill: nobody was told.");
    }

    @Test
    void a_drill_does_all_but_the_harm_and_says_how_long_each_step_took() {
        String path = "/v1/incidents/"
                + open("\"type\":\"compromised_api_key\",\"api_key\":\"%s\",\"drill\":true".formatted(keyId))
                        .text("id");

        STEPS.forEach(step -> step(path, step));

        assertThat(leaked.get("/v1/payments").status()).isEqualTo(200);
        assertThat(events()).isEmpty();
        JsonNode drill = operator.get(path).json();
        assertThat(drill.path("drill").asBoolean()).isTrue();
        assertThat(drill.path("steps")).hasSize(4).allSatisfy(step -> {
            assertThat(step.path("seconds").asDouble()).isPositive();
            assertThat(step.path("took_seconds").isNumber()).isTrue();
        });
        assertThat(drill.path("steps").get(1).path("result").path("message").asString())
                .contains(keyId);
        assertThat(operator.post(path + "/close", "").text("status")).isEqualTo("closed");

        String real = open("\"type\":\"suspicious_access\",\"api_key\":\"%s\"".formatted(keyId))
                .text("id");
        step("/v1/incidents/" + real, "notify");
        await().atMost(Duration.ofSeconds(10)).until(() -> told(real) == 1);
        assertThat(told(drill.path("id").asString())).isZero();
        assertThat(events()).hasSize(1);
    }

    @Test
    void a_webhook_secret_is_replaced_and_waits_to_be_collected() {
        Api.Answer endpoint =
                spare.post("/v1/webhook-endpoints", "{\"url\":\"https://example.com/\",\"event_types\":[\"ping\"]}");
        assertThat(endpoint.status()).as(endpoint.body()).isEqualTo(201);
        String id = endpoint.text("id");
        String path = "/v1/incidents/"
                + open("\"type\":\"compromised_webhook_secret\",\"webhook_endpoint\":\"%s\"".formatted(id))
                        .text("id");

        STEPS.forEach(step -> step(path, step));

        Api.Answer collected = spare.post("/v1/webhook-endpoints/" + id + "/collect-secret", "");
        assertThat(collected.text("secret")).startsWith("whsec_").isNotEqualTo(endpoint.text("secret"));
        assertThat(events().get(0).path("message").asString()).contains(id, "collect-secret");
        assertThat(operator.post(path + "/close", "").text("status")).isEqualTo("closed");
    }

    @Test
    void whoever_holds_a_compromised_receipt_secret_forges_no_receipt_any_more() throws GeneralSecurityException {
        String secret =
                spare.post("/v1/receipt-secrets/roll", "{\"expires_in\":0}").text("secret");
        ObjectNode receipt = (ObjectNode) await().atMost(Duration.ofSeconds(5))
                .until(() -> spare.pay("pm_card_visa").json().path("receipt"), one -> signed(one, secret));
        ObjectNode forged = receipt.deepCopy();
        forged.put("amount", 1_000_000);
        forged.put("signature", hmac(forged, secret));
        assertThat(valid(forged)).isTrue();
        String path = "/v1/incidents/"
                + open("\"type\":\"compromised_receipt_secret\",\"merchant\":\"%s\"".formatted(merchantId))
                        .text("id");

        STEPS.forEach(step -> step(path, step));

        assertThat(valid(receipt)).isTrue();
        assertThat(verified(forged).text("reason")).isEqualTo("not_issued");
        String next = await().atMost(Duration.ofSeconds(5))
                .until(
                        () -> spare.pay("pm_card_visa")
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
        return spare.post("/v1/receipts/verify", "{\"receipt\":" + receipt + "}");
    }

    @Test
    void an_operator_token_is_ended_and_every_merchant_whose_people_it_saw_hears_of_it() {
        String customer =
                spare.post("/v1/customers", "{\"email\":\"eve@example.com\"}").text("id");
        Api.Answer token = token("operator", "privacy_officer");
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
                + open("\"type\":\"compromised_operator_token\",\"operator_token\":\"%s\"".formatted(token.text("id")))
                        .text("id");

        STEPS.forEach(step -> step(path, step));

        await().atMost(Duration.ofSeconds(1))
                .until(() -> thief.get("/v1/merchants").status() == 401);
        JsonNode event = events().get(0);
        assertThat(event.path("subjects").asLong()).isEqualTo(1);
        assertThat(event.path("customers")).hasSize(1);
        assertThat(event.path("customers").get(0).asString()).isEqualTo(customer);
        assertThat(event.path("customers_left_out").asLong()).isZero();
        assertThat(event.has("subject")).isFalse();
        assertThat(events(other).get(0).path("customers").get(0).asString()).isEqualTo(ofAnother);
        JsonNode report = operator.get(path + "/report").json();
        assertThat(report.path("review").path("requests").asLong()).isEqualTo(3);
        assertThat(report.path("article34").path("reason").asString()).contains("masked");
        assertThat(report.path("incident").path("merchant").isNull()).isTrue();
        assertThat(operator.post(path + "/close", "").text("status")).isEqualTo("closed");
    }

    @Test
    void what_is_asked_again_under_its_key_is_answered_again() {
        String key = Api.newKey();
        String body = "{\"type\":\"suspicious_access\",\"api_key\":\"%s\",\"summary\":\"odd\"}".formatted(keyId);

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
                + open("\"type\":\"suspicious_access\",\"api_key\":\"%s\"".formatted(keyId))
                        .text("id");
        Api auditor = operator.with(token("auditor").text("secret"));
        Api officer = operator.with(token("privacy_officer").text("secret"));

        for (String read : List.of("/v1/incidents", path, path + "/report")) {
            assertThat(auditor.get(read).status()).as(read).isEqualTo(200);
            assertThat(officer.get(read).status()).as(read).isEqualTo(403);
            assertThat(spare.get(read).status()).as(read).isEqualTo(403);
        }
        for (String act : STEPS) {
            assertThat(auditor.post(path + "/actions/" + act, "").status())
                    .as(act)
                    .isEqualTo(403);
            assertThat(spare.post(path + "/actions/" + act, "").status())
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
        token("auditor"); // beside the first one: neither is meant where none is named
        Api.Answer refused = operator.post("/v1/incidents", "{" + members.replace("KEY", keyId) + "}");

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.text("param")).isEqualTo(param);
    }

    @Test
    void a_task_without_somebody_or_a_day_is_none_and_what_is_not_there_is_404() {
        String path = "/v1/incidents/"
                + open("\"type\":\"suspicious_access\",\"api_key\":\"%s\"".formatted(keyId))
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

    private Api.Answer open(String members) {
        return operator.post("/v1/incidents", "{" + members + ",\"summary\":\"Seen in a chat\"}");
    }

    /** Takes a step and gives what came of it. */
    private JsonNode step(String path, String step) {
        Api.Answer answer = operator.post(path + "/actions/" + step, "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return StreamSupport.stream(answer.json().path("steps").spliterator(), false)
                .filter(taken -> taken.path("step").asString().equals(step.replace('-', '_')))
                .findFirst()
                .orElseThrow()
                .path("result");
    }

    private Api.Answer key(String members) {
        Api.Answer made = operator.post(
                "/v1/api-keys", "{\"name\":\"backend\",\"merchant\":\"%s\"%s}".formatted(merchantId, members));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made;
    }

    private Api.Answer token(String... roles) {
        return operator.post(
                "/v1/operator-tokens", "{\"name\":\"x\",\"roles\":[\"%s\"]}".formatted(String.join("\",\"", roles)));
    }

    /** What the merchant was told of incidents; asked with a new key, whatever became of the others. */
    private List<JsonNode> events() {
        return events(operator.with(key("").text("secret")));
    }

    private static List<JsonNode> events(Api reader) {
        return StreamSupport.stream(
                        reader.get("/v1/events?limit=100").json().path("data").spliterator(), false)
                .filter(event -> event.path("type").asString().equals("incident.opened"))
                .map(event -> event.path("data"))
                .toList();
    }

    /** How many alerts there are about an incident. */
    private long told(String incident) {
        return StreamSupport.stream(
                        operator.get("/v1/alerts?rule=incident_opened&limit=100")
                                .json()
                                .path("data")
                                .spliterator(),
                        false)
                .filter(alert -> alert.path("subject").asString().equals(incident))
                .mapToLong(alert -> alert.path("count").asLong())
                .sum();
    }

    private List<String> acts(String incident) {
        return StreamSupport.stream(
                        operator.get("/v1/audit-log?limit=100&object=" + incident)
                                .json()
                                .path("data")
                                .spliterator(),
                        false)
                .map(act -> act.path("action").asString())
                .toList();
    }
}
