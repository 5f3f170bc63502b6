package io.counterfoil.liberty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.SharedServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedServer.class)
class BadInputIT {

    private final Api api;

    BadInputIT(Api api) {
        this.api = api;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "amount           | \"amount\":0",
                "amount           | \"amount\":-1",
                "amount           | \"amount\":1.5",
                "amount           | \"amount\":\"1250\"",
                "amount           | \"amount\":true",
                "amount           | \"amount\":9007199254740992",
                "amount           | \"amount\":99999999999999999999999",
                "amount           | \"amount\":null",
                "currency         | \"currency\":\"eur\"",
                "currency         | \"currency\":\"XXX\"",
                "currency         | \"currency\":\"EURO\"",
                "currency         | \"currency\":978",
                "payment_method   | \"payment_method\":\"pm_card_unheard_of\"",
                "payment_method   | \"payment_method\":null",
                "order_reference  | \"order_reference\":\"a b\"",
                "order_reference  | \"order_reference\":\"\"",
                "order_reference  | \"order_reference\":[]",
                "customer         | \"customer\":\"cus_nobody\"",
                "customer         | \"customer\":7",
                "description      | \"description\":\"a\\u0000b\"",
                "metadata         | \"metadata\":\"x\"",
                "metadata.a       | \"metadata\":{\"a\":1}",
                "metadata         | \"metadata\":{\"a\":null}",
                "metadata         | \"metadata\":{\"\":\"x\"}",
                "capture          | \"capture\":\"yes\"",
                "amuont           | \"amuont\":1",
            })
    void names_the_member_that_is_not_allowed(String param, String member) {
        String name = member.substring(1, member.indexOf('"', 1));
        String rest = Api.payment("pm_card_visa").replaceAll("\"" + name + "\":(\"[^\"]*\"|[0-9]+),?", "");
        String json = "{" + member + "," + rest.substring(1).replaceAll(",}", "}");

        Api.Answer answer = api.post("/v1/payments", Api.newKey(), json);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("param")).as(answer.body()).isEqualTo(param);
        assertProblem(answer);
    }

    @Test
    void order_references_metadata_and_descriptions_have_their_limits() {
        assertThat(pay("\"order_reference\":\"%s\"".formatted("x".repeat(64))).status())
                .isEqualTo(201);
        assertThat(pay("\"order_reference\":\"%s\"".formatted("x".repeat(65))).status())
                .isEqualTo(400);
        assertThat(pay("\"metadata\":" + metadata(50, 40, 500)).status()).isEqualTo(201);
        assertThat(pay("\"metadata\":" + metadata(51, 40, 5)).status()).isEqualTo(400);
        assertThat(pay("\"metadata\":" + metadata(1, 41, 5)).status()).isEqualTo(400);
        assertThat(pay("\"metadata\":" + metadata(1, 40, 501)).status()).isEqualTo(400);
        assertThat(pay("\"description\":\"%s\"".formatted("é".repeat(500))).status())
                .isEqualTo(201);
        assertThat(pay("\"description\":\"%s\"".formatted("é".repeat(501))).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "nonsense",
                "[]",
                "\"x\"",
                "null",
                "{}{}",
                "{\"amount\":1,\"amount\":2}",
                "{\"a\":01}",
                "{'a':1}",
                "{\"a\":\"\\ud800\"}",
                "{\"amount\":NaN}",
                "\u0000"
            })
    void what_is_no_json_object_is_400(String body) {
        Api.Answer answer = api.post("/v1/payments", Api.newKey(), body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertProblem(answer);
    }

    @Test
    void json_that_is_nested_too_deep_is_400() {
        Api.Answer answer =
                api.post("/v1/payments", Api.newKey(), "{\"metadata\":" + "[".repeat(2000) + "]".repeat(2000) + "}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("malformed_json");
    }

    @Test
    void a_body_over_64_kib_is_413() {
        Api.Answer answer =
                api.post("/v1/payments", Api.newKey(), "{\"description\":\"%s\"}".formatted("x".repeat(64 * 1024)));
        assertThat(answer.status()).isEqualTo(413);
        assertProblem(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/json; charset=utf-16",
                "application/x-www-form-urlencoded"
            })
    void another_content_type_is_415(String type) {
        Api.Answer answer = api.send(api.request("/v1/payments")
                .header("Idempotency-Key", Api.newKey())
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(Api.payment("pm_card_visa"))));
        assertThat(answer.status()).as(answer.body()).isEqualTo(415);
        assertProblem(answer);
    }

    @Test
    void a_media_type_that_can_not_be_read_is_a_problem_too() {
        Api.Answer answer = api.send(api.request("/v1/payments")
                .header("Idempotency-Key", Api.newKey())
                .header("Content-Type", "json")
                .POST(BodyPublishers.ofString(Api.payment("pm_card_visa"))));
        assertThat(answer.status()).isBetween(400, 415);
        assertProblem(answer);
    }

    @Test
    void another_method_is_405_and_names_those_allowed() {
        Api.Answer answer = api.delete("/v1/payments");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("POST");
        assertProblem(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/nothing",
                "/v1/payments/pay_x",
                "/v1/payments/rcp_01jd3k5v8qe9yr6p5x0m2s7t4w",
                "/v1/payments/pay_01jd3k5v8qe9yr6p5x0m2s7t4w",
                "/v1/receipts/x",
                "/v1/events/evt_",
                "/nothing"
            })
    void what_is_not_there_is_404(String path) {
        Api.Answer answer = api.get(path);
        assertThat(answer.status()).isEqualTo(404);
        assertProblem(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=101, limit",
        "limit=x, limit",
        "starting_after=x, starting_after",
        "ending_before=evt_01jd3k5v8qe9yr6p5x0m2s7t4w, ending_before"
    })
    void a_page_that_can_not_be_is_400(String query, String param) {
        Api.Answer answer = api.get("/v1/payments?" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("param")).isEqualTo(param);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "sk_test_0000000000000000000000000000000mLq17", "op_x", "sk_live_"})
    void an_unknown_credential_is_401_and_tells_nothing(String secret) {
        Api.Answer answer = api.with(secret).get("/v1/payments");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertProblem(answer);
    }

    private Api.Answer pay(String member) {
        return api.post(
                "/v1/payments",
                Api.newKey(),
                "{\"amount\":1,\"currency\":\"EUR\",\"payment_method\":\"pm_card_visa\"," + member + "}");
    }

    private static String metadata(int entries, int keyLength, int valueLength) {
        return IntStream.range(0, entries)
                .mapToObj(i -> "\"%s\":\"%s\""
                        .formatted((i + "_" + "k".repeat(keyLength)).substring(0, keyLength), "v".repeat(valueLength)))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static void assertProblem(Api.Answer answer) {
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.header("Request-Id")).startsWith("req_").isEqualTo(answer.text("request_id"));
        assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
        assertThat(answer.json().propertyNames()).contains("type", "title", "detail", "code", "retryable");
        assertThat(answer.body()).doesNotContain("Exception", "\\tat ", "io.counterfoil");
    }
}
