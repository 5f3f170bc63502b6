package io.counterfoil.liberty.webhooks;

import static io.counterfoil.liberty.webhooks.Shop.SOON;
import static io.counterfoil.liberty.webhooks.Shop.awaitLetters;
import static io.counterfoil.liberty.webhooks.Shop.first;
import static io.counterfoil.liberty.webhooks.Shop.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Share;
import io.counterfoil.liberty.webhooks.Receiver.Letter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is committed is tried again until it is taken, at the pace that its receiver bears, and nobody else is dialled. */
@ExtendWith(WebhookServer.class)
class AttemptsIT {

    private static final Share LIMITED = Share.of(600, 10_000);

    private final Shop shop;
    private final Api api;

    AttemptsIT(CounterfoilProcess server) {
        shop = new Shop(server);
        api = shop.api();
    }

    @AfterEach
    void tidyUp() {
        shop.close();
    }

    @Test
    void a_failure_is_tried_again_with_the_same_id_until_it_is_taken() {
        Receiver receiver = shop.receiver().answering(500);
        JsonNode endpoint = shop.endpoint(receiver, "[\"*\"]");
        String delivery = shop.ping(endpoint);
        first(receiver);
        JsonNode failing = shop.tried(delivery);
        assertThat(failing.path("status").asString()).isEqualTo("pending");
        assertThat(failing.path("next_attempt_at").asString()).isNotEmpty();
        assertThat(failing.path("attempts").path(0).path("status_code").asInt()).isEqualTo(500);
        assertThat(failing.path("attempts").path(0).path("response_body").asString())
                .isEqualTo("thanks");

        receiver.answering(204);

        shop.awaitStatus(delivery, "delivered");
        assertThat(receiver.letters())
                .extracting(Letter::id)
                .containsOnly(receiver.letters().get(0).id());
        assertThat(shop.delivery(delivery).path("next_attempt_at").isNull()).isTrue();
    }

    @Test
    void a_schedule_comes_to_its_end_and_a_resend_begins_it_anew() {
        Receiver elsewhere = shop.receiver();
        Receiver receiver = shop.receiver().answering(301).with("Location", elsewhere.url());
        JsonNode endpoint = shop.endpoint(receiver, "[\"*\"]");
        String delivery = shop.ping(endpoint);
        shop.awaitStatus(delivery, "failed");
        assertThat(shop.delivery(delivery)
                        .path("attempts")
                        .path(3)
                        .path("next_attempt_at")
                        .isNull())
                .as("no attempt after the last")
                .isTrue();
        assertThat(receiver.letters()).hasSize(4);
        assertThat(elsewhere.letters()).isEmpty();

        receiver.answering(200);
        assertThat(api.post("/v1/webhook-deliveries/" + delivery + "/resend", "")
                        .text("status"))
                .isEqualTo("pending");

        shop.awaitStatus(delivery, "delivered");
        assertThat(shop.delivery(delivery).path("attempts").size()).isEqualTo(5);
    }

    @Test
    void what_was_answered_about_a_customer_is_gone_with_that_person_and_the_event_is_not() {
        Receiver receiver = shop.receiver().saying("noted for Zora");
        JsonNode endpoint = shop.endpoint(receiver, "[\"payment.succeeded\"]");
        String customer =
                api.post("/v1/customers", "{\"email\":\"zora@example.com\"}").text("id");
        assertThat(api.post("/v1/payments", Api.newKey(), """
                        {"amount":1250,"currency":"EUR","payment_method":"pm_card_visa","customer":"%s"}\
                        """.formatted(customer))
                        .status())
                .isEqualTo(201);
        String delivery = delivered(endpoint);
        assertThat(answers(delivery)).containsExactly("noted for Zora false");
        assertThat(api.get("/v1/customers/" + customer + "/access-log").body())
                .contains("\"purpose\":\"webhook_delivery.read\"", "\"fields\":[\"attempt.response_body\"]");
        String key = Api.newKey();
        String again = "/v1/webhook-deliveries/" + delivery + "/resend";
        assertThat(api.post(again, key, "").status()).isEqualTo(202);
        await().atMost(SOON).until(() -> answers(delivery).size() == 2);

        api.post("/v1/privacy/requests", "{\"type\":\"erasure\",\"customer\":\"%s\"}".formatted(customer));
        await().atMost(SOON)
                .until(() -> api.get("/v1/customers/" + customer).json().has("erased_at"));

        assertThat(answers(delivery)).containsExactly("null true", "null true");
        assertThat(shop.database()
                        .count("SELECT count(*) FROM webhooks.attempt WHERE response_body IS NOT NULL"
                                + " AND subject_id = '"
                                + IdKind.CUSTOMER.parse(customer).orElseThrow() + "'"))
                .isZero();
        assertThat(api.post(again, key, "").status()).isEqualTo(410);
        assertThat(api.post(again, Api.newKey(), "").status()).isEqualTo(202);
        await().atMost(SOON).until(() -> answers(delivery).size() == 3);
        assertThat(answers(delivery)).containsOnly("null true");
        assertThat(api.post(
                                path(endpoint) + "/recover",
                                "{\"since\":\"%s\"}".formatted(Instant.now().minusSeconds(3600)))
                        .status())
                .isEqualTo(202);
        assertThat(receiver.letters()).hasSizeGreaterThanOrEqualTo(3);
    }

    /** The one delivery of an endpoint, once it has arrived. */
    private String delivered(JsonNode endpoint) {
        String list = "/v1/webhook-deliveries?endpoint=" + endpoint.path("id").asString() + "&status=delivered";
        return await().atMost(SOON)
                .until(() -> api.get(list).json().path("data"), found -> found.size() == 1)
                .get(0)
                .path("id")
                .asString();
    }

    private List<String> answers(String delivery) {
        return shop.delivery(delivery)
                .path("attempts")
                .valueStream()
                .map(attempt -> (attempt.path("response_body").isNull()
                                ? "null"
                                : attempt.path("response_body").asString())
                        + " " + attempt.path("response_body_erased").asBoolean())
                .toList();
    }

    @Test
    void of_an_answer_so_much_is_kept_and_shown() {
        Receiver receiver = shop.receiver().answering(500).saying("x".repeat(100_000));
        JsonNode tried = shop.tried(shop.ping(shop.endpoint(receiver, "[\"ping\"]")));
        assertThat(tried.path("attempts").path(0).path("response_body").asString())
                .isEqualTo("x".repeat(16 * 1024));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_receiver_that_asks_for_time_gets_it_in_either_form(boolean asDate) {
        Instant later = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        String asked = asDate ? DateTimeFormatter.RFC_1123_DATE_TIME.format(later.atOffset(ZoneOffset.UTC)) : "3600";
        Receiver busy = shop.receiver().answering(429).with("Retry-After", asked);
        JsonNode endpoint = shop.endpoint(busy, "[\"ping\"]");
        String first = shop.ping(endpoint);
        JsonNode tried = shop.tried(first);
        Instant again = Instant.parse(tried.path("next_attempt_at").asString());
        assertThat(again).isBetween(later.minusSeconds(1), later.plusSeconds(20));
        assertThat(Instant.parse(
                        tried.path("attempts").path(0).path("next_attempt_at").asString()))
                .isEqualTo(again);

        busy.answering(200);
        String second = shop.ping(endpoint);
        awaitTheSender();
        assertThat(busy.letters()).hasSize(1);
        assertThat(Instant.parse(shop.delivery(second).path("next_attempt_at").asString()))
                .as("held with its endpoint")
                .isBetween(later.minusSeconds(1), later.plusSeconds(20));

        pause(endpoint, "0");
        shop.awaitStatus(second, "delivered");
        assertThat(shop.delivery(first).path("status").asString()).isEqualTo("pending");
    }

    @Test
    void after_ten_failures_one_delivery_finds_out_whether_it_is_well_again() {
        Receiver receiver = shop.receiver().answering(500);
        JsonNode endpoint = shop.endpoint(receiver, "[\"ping\"]");
        shop.patch(endpoint, "{\"retry_schedule\":[3600]}");
        for (int i = 0; i < 10; i++) {
            shop.tried(shop.ping(endpoint));
        }

        assertThat(shop.database()
                        .count(
                                "SELECT count(*) FROM webhooks.endpoint_state WHERE isfinite(hold_until) AND endpoint_id = '%s'"
                                        .formatted(id(endpoint))))
                .as("paused")
                .isEqualTo(1);

        pause(endpoint, "1 hour");
        receiver.answering(200).hanging();
        List<String> waiting =
                Stream.generate(() -> shop.ping(endpoint)).limit(5).toList();
        awaitTheSender();
        assertThat(receiver.letters()).as("open").hasSize(10);

        pause(endpoint, "0");
        awaitLetters(receiver, 11);
        awaitTheSender();
        assertThat(receiver.letters()).as("half open").hasSize(11);

        receiver.goOn();
        // on a slow machine the probe may have come to its time limit: then the next one finds out
        await().atMost(SOON)
                .until(() -> waiting.stream()
                                .map(shop::delivery)
                                .filter(one -> one.path("status").asString().equals("delivered"))
                                .count()
                        >= 4);
    }

    /** Returns when the sender has looked through all that was due at the time of the call. */
    private void awaitTheSender() {
        Receiver other = shop.receiver();
        shop.ping(shop.endpoint(other, "[\"ping\"]"));
        first(other);
    }

    private void pause(JsonNode endpoint, String fromNow) {
        shop.database()
                .update("UPDATE webhooks.endpoint_state SET hold_until = now() + interval '%s' WHERE endpoint_id = '%s'"
                        .formatted(fromNow, id(endpoint)));
    }

    private static UUID id(JsonNode endpoint) {
        return IdKind.WEBHOOK_ENDPOINT.parse(endpoint.path("id").asString()).orElseThrow();
    }

    @Test
    void gone_disables_the_endpoint_and_the_merchant_is_told() {
        Receiver told = shop.receiver();
        shop.endpoint(told, "[\"alert.raised\"]");
        Receiver receiver = shop.receiver().answering(410);
        JsonNode endpoint = shop.endpoint(receiver, "[\"ping\"]");
        shop.ping(endpoint);
        await().atMost(SOON).until(() -> api.get(path(endpoint)).text("status").equals("disabled"));
        assertThat(api.get(path(endpoint)).text("disabled_reason")).isEqualTo("gone");
        assertThat(api.post(path(endpoint) + "/test", "").status()).isEqualTo(409);
        assertThat(receiver.letters()).hasSize(1);
        await().atMost(SOON)
                .until(() -> told.letters().stream()
                        .anyMatch(letter -> letter.body().contains("webhook_endpoint_disabled")
                                && letter.body().contains(endpoint.path("id").asString())));
    }

    @Test
    void no_private_address_is_dialled() {
        for (String url : List.of(
                "https://10.0.0.1/",
                "https://169.254.169.254/latest",
                "https://[::ffff:192.168.0.1]/",
                "https://0300.0250.0.1/",
                "https://0xa.1/",
                "https://167772161/",
                "https://10.1/")) {
            String delivery = shop.ping(shop.endpoint(url, "[\"*\"]"));
            JsonNode tried = shop.tried(delivery);
            assertThat(tried.path("attempts").path(0).path("error").asString())
                    .as(url)
                    .isEqualTo("address_not_allowed");
        }
    }

    @Test
    void an_endpoint_that_hangs_costs_only_itself() {
        Receiver hanging = shop.receiver().hanging();
        Receiver quick = shop.receiver();
        JsonNode dead = shop.endpoint(hanging, "[\"ping\"]");
        JsonNode alive = shop.endpoint(quick, "[\"ping\"]");
        IntStream.range(0, 2 * WebhookServer.PLACES).forEach(i -> shop.ping(dead));
        Instant asked = Instant.now();
        shop.ping(alive);
        Letter letter = first(quick);
        assertThat(Duration.between(asked, letter.at())).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void a_rate_limit_holds() {
        Receiver receiver = shop.receiver();
        JsonNode endpoint = shop.created(
                "{\"url\":\"%s\",\"event_types\":[\"refund.failed\"],\"rate_limit\":100}".formatted(receiver.url()));
        Backlog.of(LIMITED.count(), shop.database(), endpoint.path("id").asString());
        await().atMost(Duration.ofSeconds(LIMITED.count() / 20))
                .until(() -> receiver.letters().size() >= LIMITED.count());

        double most = receiver.rate(0, 50);
        double least = receiver.rate(60, 0);
        System.out.printf("rate limit of 100/s: %s, %.1f/s, never more than %.1f/s%n", LIMITED, least, most);
        assertThat(most).isLessThan(105.0);
        assertThat(least).isGreaterThan(95.0);
    }

    @Test
    void an_endpoint_has_a_schedule_of_its_own() {
        Receiver receiver = shop.receiver().answering(500);
        JsonNode endpoint = shop.endpoint(receiver, "[\"*\"]");
        shop.patch(endpoint, "{\"retry_schedule\":[1]}");
        assertThat(api.get(path(endpoint)).json().path("retry_schedule").path(0).asInt())
                .isEqualTo(1);
        String delivery = shop.ping(endpoint);
        shop.awaitStatus(delivery, "failed");
        assertThat(receiver.letters()).hasSize(2);
    }

    @Test
    void an_endpoint_has_a_pace_of_its_own() {
        Receiver receiver = shop.receiver().hanging();
        JsonNode endpoint = shop.endpoint(receiver, "[\"*\"]");
        shop.patch(endpoint, "{\"timeout_seconds\":1,\"max_in_flight\":1,\"retry_jitter\":0}");
        JsonNode changed = api.get(path(endpoint)).json();
        assertThat(changed.path("timeout_seconds").asInt()).isEqualTo(1);
        assertThat(changed.path("max_in_flight").asInt()).isEqualTo(1);
        assertThat(changed.path("retry_jitter").asInt(-1)).isZero();
        String delivery = shop.ping(endpoint);
        JsonNode tried = shop.tried(delivery);
        assertThat(tried.path("attempts").path(0).path("error").asString()).isEqualTo("timeout");
        assertThat(tried.path("attempts").path(0).path("duration_ms").asInt()).isBetween(1000, 2900);
    }

    @Test
    void operations_sees_queue_and_attempts() {
        Receiver receiver = shop.receiver().answering(500);
        shop.ping(shop.endpoint(receiver, "[\"*\"]"));
        first(receiver);
        await().atMost(SOON)
                .until(
                        () -> api.get("/metrics?scope=application").body(),
                        metrics -> List.of(
                                        "counterfoil_webhook_attempts_total{",
                                        "result=\"refused\"",
                                        "counterfoil_webhook_queue_depth{",
                                        "counterfoil_webhook_queue_oldest_seconds{")
                                .stream()
                                .allMatch(metrics::contains));
    }
}
