package io.counterfoil.liberty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.SharedServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedServer.class)
class IdempotencyIT {

    private final Api api;
    private final CounterfoilProcess server;

    IdempotencyIT(Api api, CounterfoilProcess server) {
        this.api = api;
        this.server = server;
    }

    @ParameterizedTest
    @ValueSource(strings = {"pm_card_visa", "pm_card_declined"})
    void a_retry_gets_the_same_status_and_bytes(String card) {
        String key = Api.newKey();
        Api.Answer first = api.pay(key, card);
        Api.Answer again = api.pay(key, card);

        assertThat(again.status()).isEqualTo(first.status());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(first.header("Idempotent-Replayed")).isEmpty();
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.header("Request-Id")).isNotEqualTo(first.header("Request-Id"));
    }

    @Test
    void white_space_and_the_order_of_members_make_no_other_request() {
        String key = Api.newKey();
        Api.Answer first = api.pay(key, "pm_card_visa");
        Api.Answer again = api.post("/v1/payments", key, """
            { "order_reference" : "order-1001", "payment_method":"pm_card_visa",
              "currency":"EUR", "amount": 1250 }\
            """);
        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void a_quoted_key_is_the_same_key() {
        String key = Api.newKey();
        Api.Answer bare = api.pay(key, "pm_card_visa");
        assertThat(api.pay('"' + key + '"', "pm_card_visa").body()).isEqualTo(bare.body());
    }

    @Test
    void another_body_under_the_key_is_422() {
        String key = Api.newKey();
        api.pay(key, "pm_card_visa");
        Api.Answer other = api.pay(key, "pm_card_mastercard");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("code")).isEqualTo("idempotency_key_reused");
    }

    @Test
    void another_path_under_the_key_is_422() {
        String key = Api.newKey();
        api.pay(key, "pm_card_visa");
        assertThat(api.post("/v1/receipt-secrets/roll", key, "{}").status()).isEqualTo(422);
    }

    @Test
    void a_missing_key_is_400_and_says_where_to_read_on() {
        Api.Answer answer = api.post("/v1/payments", Api.payment("pm_card_visa"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("idempotency_key_missing");
        assertThat(answer.header("Link")).contains("/openapi/ui");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "fifteen-letters",
                "has space in the middle",
                "\"unterminated-quoted-key",
                "ümlaut-is-not-allowed"
            })
    void a_malformed_key_is_400(String key) {
        Api.Answer answer = api.pay(key, "pm_card_visa");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("idempotency_key_invalid");
    }

    @Test
    void two_keys_are_400_in_two_lines_and_in_one() {
        String json = Api.payment("pm_card_visa");
        Api.Answer twoLines = api.send(api.request("/v1/payments")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", Api.newKey())
                .header("Idempotency-Key", Api.newKey())
                .POST(BodyPublishers.ofString(json)));
        assertThat(twoLines.status()).isEqualTo(400);
        assertThat(api.post("/v1/payments", Api.newKey() + ", " + Api.newKey(), json)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_request_that_was_refused_leaves_its_key_free() {
        String key = Api.newKey();
        assertThat(api.post("/v1/payments", key, "{\"amount\":0}").status()).isEqualTo(400);
        assertThat(api.pay(key, "pm_card_visa").status()).isEqualTo(201);
    }

    /** A merchant of their own, so that nobody else's secrets are rolled. */
    @Test
    void every_post_gives_its_answer_again_and_no_secret_twice() {
        Api operator = api.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
        String merchant =
                twice(operator, "/v1/merchants", "{\"name\":\"Twice\"}").text("id");
        Api.Answer key = twice(
                operator,
                "/v1/api-keys",
                "{\"name\":\"backend\",\"merchant\":\"%s\",\"expires_at\":\"%s\"}"
                        .formatted(merchant, Instant.now().plusSeconds(600)));
        Api own = api.with(key.text("secret"));
        twice(own, "/v1/api-keys", "{\"name\":\"second\"}");
        twice(own, "/v1/api-keys/" + key.text("id") + "/roll", "{\"expires_in\":600}");
        twice(own, "/v1/receipt-secrets/roll", "{\"expires_in\":60}");
        String endpoint = twice(
                        own, "/v1/webhook-endpoints", "{\"url\":\"https://example.com/hook\",\"event_types\":[\"*\"]}")
                .text("id");
        twice(own, "/v1/webhook-endpoints/" + endpoint + "/rotate-secret", "{\"expires_in\":0}");
        String delivery =
                twice(own, "/v1/webhook-endpoints/" + endpoint + "/test", "").text("id");
        twice(own, "/v1/webhook-deliveries/" + delivery + "/resend", "");
        twice(
                own,
                "/v1/webhook-endpoints/" + endpoint + "/recover",
                "{\"since\":\"%s\"}".formatted(Instant.now().minusSeconds(60)));
        assertThat(own.get("/v1/api-keys").json().path("data")).hasSize(3);
        assertThat(own.delete("/v1/webhook-endpoints/" + endpoint).status()).isEqualTo(200);
    }

    private static Api.Answer twice(Api caller, String path, String body) {
        String key = Api.newKey();
        Api.Answer first = caller.post(path, key, body);
        Api.Answer again = caller.post(path, key, body);
        assertThat(first.status()).as(path + first.body()).isBetween(200, 202);
        assertThat(again.status()).as(path + again.body()).isEqualTo(first.status());
        assertThat(again.header("Idempotent-Replayed")).as(path).isEqualTo("true");
        String secret = first.text("secret");
        assertThat(again.body())
                .as(path)
                .isEqualTo(secret.isEmpty() ? first.body() : first.body().replace('"' + secret + '"', "null"));
        assertThat(caller.post(path, key, "{\"name\":\"other\"}").status())
                .as(path)
                .isIn(400, 422);
        return first;
    }

    /** What was allowed when it was done stays answered when it would be refused today. */
    @Test
    void a_replay_does_not_look_at_the_world_of_today() {
        String endpoint = api.post(
                        "/v1/webhook-endpoints", "{\"url\":\"https://example.com/hook\",\"event_types\":[\"*\"]}")
                .text("id");
        String path = "/v1/webhook-endpoints/" + endpoint + "/test";
        String key = Api.newKey();
        Api.Answer sent = api.post(path, key, "");
        api.delete("/v1/webhook-endpoints/" + endpoint);
        assertThat(api.post(path, key, "").body()).isEqualTo(sent.body());
        assertThat(api.post(path, Api.newKey(), "").status()).isEqualTo(404);
        assertThat(api.get("/v1/idempotency-keys/" + key).text("resource")).isEqualTo(sent.text("id"));
    }

    @Test
    void two_merchants_never_meet_under_one_key() {
        Api operator = api.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
        String merchant =
                operator.post("/v1/merchants", "{\"name\":\"Another\"}").text("id");
        Api other =
                api.with(operator.post("/v1/api-keys", "{\"name\":\"backend\",\"merchant\":\"%s\"}".formatted(merchant))
                        .text("secret"));
        String key = Api.newKey();

        Api.Answer ours = api.pay(key, "pm_card_visa");
        Api.Answer theirs = other.pay(key, "pm_card_mastercard");

        assertThat(theirs.status()).isEqualTo(201);
        assertThat(theirs.text("id")).isNotEqualTo(ours.text("id"));
        assertThat(other.get("/v1/payments/" + ours.text("id")).status()).isEqualTo(404);
    }

    @Test
    void two_hundred_threads_with_one_key_make_one_payment() throws Exception {
        int threads = 200;
        String key = Api.newKey();
        CountDownLatch together = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Api.Answer>> answers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                answers.add(pool.submit(() -> {
                    together.await();
                    return api.pay(key, "pm_card_visa");
                }));
            }
            together.countDown();
            List<String> bodies = new ArrayList<>();
            for (Future<Api.Answer> answer : answers) {
                Api.Answer got = answer.get();
                assertThat(got.status()).isIn(201, 409);
                if (got.status() == 201) {
                    bodies.add(got.body());
                }
            }
            assertThat(bodies)
                    .isNotEmpty()
                    .containsOnly(api.pay(key, "pm_card_visa").body());
            assertThat(receiptsUnder(key)).isEqualTo(1);
        } finally {
            pool.shutdownNow();
        }
    }

    private long receiptsUnder(String key) {
        return api.get("/v1/payments?limit=100")
                .json()
                .path("data")
                .valueStream()
                .filter(payment -> payment.path("receipt")
                        .path("idempotency_key")
                        .asString()
                        .equals(key))
                .count();
    }
}
