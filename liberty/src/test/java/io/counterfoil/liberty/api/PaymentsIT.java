package io.counterfoil.liberty.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.SharedServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedServer.class)
class PaymentsIT {

    private final Api api;

    PaymentsIT(Api api) {
        this.api = api;
    }

    @Test
    void a_payment_answers_with_every_member_and_its_receipt() {
        Api.Answer answer = api.post("/v1/payments", Api.newKey(), """
            {"amount":1250,"currency":"EUR","payment_method":"pm_card_visa","order_reference":"order-1001",
             "description":"Zwei Bücher","metadata":{"basket":"b-7"}}\
            """);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().propertyNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "object",
                        "status",
                        "outcome",
                        "amount",
                        "amount_captured",
                        "amount_refunded",
                        "currency",
                        "livemode",
                        "order_reference",
                        "customer",
                        "description",
                        "metadata",
                        "failure_code",
                        "created_at",
                        "receipt");
        assertThat(answer.text("id")).startsWith("pay_");
        assertThat(answer.text("status")).isEqualTo("succeeded");
        assertThat(answer.text("outcome")).isEqualTo("known");
        assertThat(answer.json().path("amount_captured").asInt()).isEqualTo(1250);
        assertThat(answer.text("description")).isEqualTo("Zwei Bücher");
        assertThat(answer.json().path("metadata").path("basket").asString()).isEqualTo("b-7");
        assertThat(answer.json().path("receipt").path("payment_id").asString()).isEqualTo(answer.text("id"));
    }

    @Test
    void a_payment_is_got_and_listed_as_it_was_answered() {
        Api.Answer paid = api.pay("pm_card_mastercard");

        assertThat(api.get("/v1/payments/" + paid.text("id")).json()).isEqualTo(paid.json());
        assertThat(api.get("/v1/payments?limit=100").json().path("data")).contains(paid.json());
    }

    @Test
    void a_list_is_newest_first_and_is_walked_in_both_directions() {
        String first = api.pay("pm_card_visa").text("id");
        String second = api.pay("pm_card_visa").text("id");
        String third = api.pay("pm_card_visa").text("id");

        JsonNode after = api.get("/v1/payments?limit=2&starting_after=" + third).json();
        assertThat(ids(after)).containsExactly(second, first);
        JsonNode before = api.get("/v1/payments?limit=2&ending_before=" + first).json();
        assertThat(ids(before)).containsExactly(third, second);
        assertThat(api.get("/v1/payments?limit=1").json().path("has_more").asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "pm_card_declined, card_declined, generic_decline",
        "pm_card_insufficient_funds, card_declined, insufficient_funds",
        "pm_card_expired, expired_card, expired_card",
        "pm_card_incorrect_cvc, incorrect_cvc, incorrect_cvc",
        "pm_card_processing_error, processing_error, processing_error"
    })
    void a_decline_is_402_stored_and_listed(String card, String code, String declineCode) {
        Api.Answer answer = api.pay(card);

        assertThat(answer.status()).isEqualTo(402);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.text("code")).isEqualTo(code);
        assertThat(answer.text("decline_code")).isEqualTo(declineCode);
        JsonNode stored = api.get("/v1/payments/" + answer.text("payment")).json();
        assertThat(stored.path("status").asString()).isEqualTo("failed");
        assertThat(stored.path("failure_code").asString()).isEqualTo(code);
        assertThat(stored.path("receipt").isNull()).isTrue();
    }

    @Test
    void an_authorisation_waits_for_its_capture_without_a_receipt() {
        Api.Answer answer = api.post("/v1/payments", Api.newKey(), """
            {"amount":500,"currency":"JPY","payment_method":"pm_card_visa","capture":false}\
            """);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text("status")).isEqualTo("requires_capture");
        assertThat(answer.json().path("amount_captured").asInt()).isZero();
        assertThat(answer.json().path("receipt").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "pm_card_timeout_then_charged, 201, succeeded",
        "pm_card_timeout_not_charged, 402, failed",
    })
    void an_unknown_outcome_is_202_until_recovery_has_asked(String card, int end, String status) {
        String key = Api.newKey();
        Api.Answer unknown = api.pay(key, card);
        assertThat(unknown.status()).isEqualTo(202);
        assertThat(unknown.text("outcome")).isEqualTo("unknown");
        assertThat(unknown.header("Retry-After")).isNotEmpty();

        await().atMost(Duration.ofSeconds(30)).until(() -> api.pay(key, card).status() != 202);

        Api.Answer settled = api.pay(key, card);
        assertThat(settled.status()).isEqualTo(end);
        assertThat(settled.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(api.pay(key, card).body()).isEqualTo(settled.body());
        assertThat(api.get("/v1/payments/" + unknown.text("id")).text("status")).isEqualTo(status);
    }

    @Test
    void every_end_leaves_its_event() {
        String paid = api.pay("pm_card_visa").text("id");
        String failed = api.pay("pm_card_declined").text("payment");

        List<String> events = api.get("/v1/events?limit=100")
                .json()
                .path("data")
                .valueStream()
                .map(event -> event.path("type").asString() + " "
                        + event.path("data").path("payment").asString())
                .toList();
        assertThat(events).containsOnlyOnce("payment.succeeded " + paid, "payment.failed " + failed);
    }

    private static List<String> ids(JsonNode page) {
        return page.path("data")
                .valueStream()
                .map(one -> one.path("id").asString())
                .toList();
    }
}
