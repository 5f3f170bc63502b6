package io.counterfoil.liberty.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import io.counterfoil.liberty.webhooks.Receiver.Letter;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is committed is delivered: signed, again and again until it is taken, and to nobody who must not have it. */
class WebhooksIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** A part; all of them with {@code -Dcounterfoil.limited=10000}. */
    private static final int LIMITED = Integer.getInteger("counterfoil.limited", 600);

    @SuppressWarnings("NonFinalStaticField") // set once, before the first test
    @TempDir
    static Path home;

    private static CounterfoilProcess server;
    private static Api api;

    private final List<Receiver> receivers = new ArrayList<>();
    private final List<String> endpoints = new ArrayList<>();

    @BeforeAll
    static void start() {
        server = distribution().start();
        api = Api.ofDemoMerchant(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void tidyUp() {
        endpoints.forEach(id -> api.delete("/v1/webhook-endpoints/" + id));
        receivers.forEach(Receiver::close);
    }

    @Test
    void a_payment_arrives_signed_as_the_receivers_libraries_expect() {
        Receiver receiver = receiver();
        JsonNode endpoint = endpoint(receiver.url(), "[\"payment.*\"]");
        Api.Answer paid = api.pay("pm_card_visa");

        Letter letter = first(receiver);

        String secret = endpoint.path("secret").asString();
        assertThatCode(() -> new Webhook(secret).verify(letter.body(), letter.headers()))
                .doesNotThrowAnyException();
        assertThatCode(() -> new com.svix.Webhook(secret).verify(letter.body(), letter.headers()))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new Webhook(secret).verify(letter.body() + " ", letter.headers()))
                .isInstanceOf(com.standardwebhooks.exceptions.WebhookVerificationException.class);
        JsonNode event = Api.JSON.readTree(letter.body());
        assertThat(event.path("type").asString()).isEqualTo("payment.succeeded");
        assertThat(event.path("id").asString()).isEqualTo(letter.id());
        assertThat(event.path("data").path("payment").asString()).isEqualTo(paid.text("id"));
        assertThat(event.path("data").path("receipt")).isEqualTo(paid.json().path("receipt"));
        assertThat(api.get("/v1/events/" + letter.id()).json()).isEqualTo(event);
    }

    @Test
    void a_delivery_is_what_the_packages_for_node_and_our_snippet_expect(@TempDir Path packages)
            throws IOException, InterruptedException {
        NodeLibraries node = new NodeLibraries(packages);
        Receiver receiver = receiver();
        JsonNode endpoint = endpoint(receiver.url(), "[\"*\"]");
        ping(endpoint);
        Letter letter = first(receiver);
        String secret = endpoint.path("secret").asString();
        for (String library : List.of("standardwebhooks", "svix")) {
            assertThat(node.verified(library, secret, letter, letter.body()))
                    .as(library)
                    .isEqualTo(letter.id());
            assertThat(node.verified(library, secret, letter, letter.body() + " "))
                    .as(library)
                    .isEmpty();
        }
    }

    @Test
    void the_published_key_verifies_the_other_signature() throws GeneralSecurityException {
        Receiver receiver = receiver();
        JsonNode endpoint = endpoint(receiver.url(), "[\"*\"]");
        ping(endpoint);

        Letter letter = first(receiver);

        String signature = List.of(letter.headers()
                        .firstValue("webhook-signature")
                        .orElseThrow()
                        .split(" "))
                .stream()
                .filter(one -> one.startsWith("v1a,"))
                .findFirst()
                .orElseThrow();
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder()
                        .decode(endpoint.path("public_key_spki").asString()))));
        verifier.update("%s.%s.%s"
                .formatted(
                        letter.id(),
                        letter.headers().firstValue("webhook-timestamp").orElseThrow(),
                        letter.body())
                .getBytes(StandardCharsets.UTF_8));
        assertThat(verifier.verify(Base64.getDecoder().decode(signature.substring("v1a,".length()))))
                .isTrue();
    }

    @Test
    void during_a_rotation_both_secrets_verify() {
        Receiver receiver = receiver();
        JsonNode endpoint = endpoint(receiver.url(), "[\"*\"]");
        Api.Answer rotated = api.post(path(endpoint) + "/rotate-secret", "{\"expires_in\":3600}");
        ping(endpoint);

        Letter letter = first(receiver);

        for (String secret : List.of(endpoint.path("secret").asString(), rotated.text("secret"))) {
            assertThatCode(() -> new Webhook(secret).verify(letter.body(), letter.headers()))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void without_an_overlap_the_old_secret_is_dead_at_once() {
        Receiver receiver = receiver();
        JsonNode endpoint = endpoint(receiver.url(), "[\"*\"]");
        api.post(path(endpoint) + "/rotate-secret", "");
        ping(endpoint);

        Letter letter = first(receiver);

        assertThatThrownBy(
                        () -> new Webhook(endpoint.path("secret").asString()).verify(letter.body(), letter.headers()))
                .isInstanceOf(com.standardwebhooks.exceptions.WebhookVerificationException.class);
    }

    @Test
    void a_secret_is_shown_once() {
        String key = Api.newKey();
        String wanted = "{\"url\":\"https://example.com/\",\"event_types\":[\"ping\"]}";
        Api.Answer made = api.post("/v1/webhook-endpoints", key, wanted);
        endpoints.add(made.text("id"));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("secret")).startsWith("whsec_");
        assertThat(api.post("/v1/webhook-endpoints", key, wanted)
                        .json()
                        .path("secret")
                        .isNull())
                .isTrue();
        assertThat(api.get("/v1/webhook-endpoints/" + made.text("id"))
                        .json()
                        .path("secret")
                        .isNull())
                .isTrue();
        assertThat(api.get("/v1/webhook-endpoints").body()).doesNotContain("whsec_");
    }

    @Test
    void what_was_not_chosen_is_not_sent() {
        Receiver refunds = receiver();
        Receiver all = receiver();
        endpoint(refunds.url(), "[\"refund.*\"]");
        endpoint(all.url(), "[\"*\"]");
        api.pay("pm_card_declined");
        first(all);
        assertThat(refunds.letters()).isEmpty();
    }

    @Test
    void a_failure_is_tried_again_with_the_same_id_until_it_is_taken() {
        Receiver receiver = receiver().answering(500);
        JsonNode endpoint = endpoint(receiver.url(), "[\"*\"]");
        String delivery = ping(endpoint);
        first(receiver);
        JsonNode failing = await().atMost(SOON)
                .until(() -> delivery(delivery), shown -> shown.path("attempts").size() > 0);
        assertThat(failing.path("status").asString()).isEqualTo("pending");
        assertThat(failing.path("next_attempt_at").asString()).isNotEmpty();
        assertThat(failing.path("attempts").path(0).path("status_code").asInt()).isEqualTo(500);
        assertThat(failing.path("attempts").path(0).path("response_body").asString())
                .isEqualTo("thanks");

        receiver.answering(204);

        await().atMost(SOON)
                .until(() -> delivery(delivery).path("status").asString().equals("delivered"));
        assertThat(receiver.letters())
                .extracting(Letter::id)
                .containsOnly(receiver.letters().get(0).id());
        assertThat(delivery(delivery).path("next_attempt_at").isNull()).isTrue();
    }

    @Test
    void a_schedule_comes_to_its_end_and_a_resend_begins_it_anew() {
        Receiver receiver = receiver().answering(301);
        JsonNode endpoint = endpoint(receiver.url(), "[\"*\"]");
        String delivery = ping(endpoint);
        await().atMost(SOON)
                .until(() -> delivery(delivery).path("status").asString().equals("failed"));
        assertThat(receiver.letters()).hasSize(4);

        receiver.answering(200);
        assertThat(api.post("/v1/webhook-deliveries/" + delivery + "/resend", "")
                        .text("status"))
                .isEqualTo("pending");

        await().atMost(SOON)
                .until(() -> delivery(delivery).path("status").asString().equals("delivered"));
        assertThat(delivery(delivery).path("attempts").size()).isEqualTo(5);
    }

    @Test
    void gone_disables_the_endpoint() {
        Receiver receiver = receiver().answering(410);
        JsonNode endpoint = endpoint(receiver.url(), "[\"*\"]");
        ping(endpoint);
        await().atMost(SOON).until(() -> api.get(path(endpoint)).text("status").equals("disabled"));
        assertThat(api.get(path(endpoint)).text("disabled_reason")).isEqualTo("gone");
        assertThat(api.post(path(endpoint) + "/test", "").status()).isEqualTo(409);
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
            String delivery = ping(endpoint(url, "[\"*\"]"));
            JsonNode tried = await().atMost(SOON)
                    .until(
                            () -> delivery(delivery),
                            shown -> shown.path("attempts").size() > 0);
            assertThat(tried.path("attempts").path(0).path("error").asString())
                    .as(url)
                    .isEqualTo("address_not_allowed");
        }
    }

    @Test
    void an_endpoint_that_hangs_costs_only_itself() {
        Receiver hanging = receiver().hanging();
        Receiver quick = receiver();
        JsonNode dead = endpoint(hanging.url(), "[\"ping\"]");
        JsonNode alive = endpoint(quick.url(), "[\"ping\"]");
        IntStream.range(0, 40).forEach(i -> ping(dead));
        Instant asked = Instant.now();
        ping(alive);
        Letter letter = first(quick);
        assertThat(Duration.between(asked, letter.at())).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void a_rate_limit_holds() throws IOException, SQLException {
        Receiver receiver = receiver();
        JsonNode endpoint = api.post(
                        "/v1/webhook-endpoints",
                        "{\"url\":\"%s\",\"event_types\":[\"refund.failed\"],\"rate_limit\":100}"
                                .formatted(receiver.url()))
                .json();
        endpoints.add(endpoint.path("id").asString());
        Backlog.of(LIMITED, server, endpoint.path("id").asString());
        await().atMost(Duration.ofSeconds(LIMITED / 20))
                .until(() -> receiver.letters().size() >= LIMITED);

        List<Instant> times =
                receiver.letters().stream().map(Letter::at).sorted().toList();
        // what the bucket had saved comes first
        int first = 60;
        double seconds =
                Duration.between(times.get(first), times.get(LIMITED - 1)).toMillis() / 1e3;
        double rate = (LIMITED - 1 - first) / seconds;
        System.out.printf("rate limit of 100/s: ran %s of 10000, %.1f/s%n", LIMITED, rate);
        assertThat(rate).isBetween(95.0, 105.0);
    }

    @Test
    void an_endpoint_has_a_schedule_of_its_own() {
        Receiver receiver = receiver().answering(500);
        JsonNode endpoint = endpoint(receiver.url(), "[\"*\"]");
        patch(endpoint, "{\"retry_schedule\":[1]}");
        assertThat(api.get(path(endpoint)).json().path("retry_schedule").path(0).asInt())
                .isEqualTo(1);
        String delivery = ping(endpoint);
        await().atMost(SOON)
                .until(() -> delivery(delivery).path("status").asString().equals("failed"));
        assertThat(receiver.letters()).hasSize(2);
    }

    @Test
    void an_endpoint_has_a_pace_of_its_own() {
        Receiver receiver = receiver().hanging();
        JsonNode endpoint = endpoint(receiver.url(), "[\"*\"]");
        patch(endpoint, "{\"timeout_seconds\":1,\"max_in_flight\":1,\"retry_jitter\":0}");
        JsonNode changed = api.get(path(endpoint)).json();
        assertThat(changed.path("timeout_seconds").asInt()).isEqualTo(1);
        assertThat(changed.path("max_in_flight").asInt()).isEqualTo(1);
        assertThat(changed.path("retry_jitter").asInt(-1)).isZero();
        String delivery = ping(endpoint);
        JsonNode tried = await().atMost(SOON)
                .until(() -> delivery(delivery), shown -> shown.path("attempts").size() > 0);
        assertThat(tried.path("attempts").path(0).path("error").asString()).isEqualTo("timeout");
        assertThat(tried.path("attempts").path(0).path("duration_ms").asInt()).isBetween(1000, 2900);
    }

    @Test
    void operations_sees_queue_and_attempts() {
        Receiver receiver = receiver().answering(500);
        ping(endpoint(receiver.url(), "[\"*\"]"));
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

    @Test
    void what_failed_while_it_was_off_can_be_recovered() {
        Receiver receiver = receiver();
        JsonNode endpoint = endpoint(receiver.url(), "[\"payment.succeeded\"]");
        Instant since = Instant.now().minusMillis(1);
        patch(endpoint, "{\"status\":\"disabled\"}");
        List<String> payments = IntStream.range(0, 5)
                .mapToObj(i -> api.pay("pm_card_visa").text("id"))
                .toList();
        patch(endpoint, "{\"status\":\"enabled\"}");

        Api.Answer recovery = api.post(path(endpoint) + "/recover", "{\"since\":\"%s\"}".formatted(since));

        assertThat(recovery.status()).isEqualTo(202);
        assertThat(recovery.json().path("found").asInt()).isEqualTo(5);
        await().atMost(SOON).until(() -> receiver.letters().size() >= 5);
        assertThat(receiver.letters())
                .extracting(letter -> Api.JSON
                        .readTree(letter.body())
                        .path("data")
                        .path("payment")
                        .asString())
                .containsExactlyInAnyOrderElementsOf(payments);
        await().atMost(SOON)
                .until(() -> api.get(path(endpoint) + "/recover/" + recovery.text("id"))
                        .text("status")
                        .equals("completed"));
    }

    @Test
    void deliveries_and_events_are_listed_by_type_and_time() {
        Receiver receiver = receiver();
        JsonNode endpoint = endpoint(receiver.url(), "[\"payment.*\"]");
        api.pay("pm_card_visa");
        api.pay("pm_card_declined");
        String ping = ping(endpoint);
        String deliveries =
                "/v1/webhook-deliveries?endpoint=" + endpoint.path("id").asString();
        assertThat(types(deliveries, "event_type")).containsExactly("ping", "payment.failed", "payment.succeeded");
        assertThat(types(deliveries + "&type=payment.*", "event_type"))
                .containsExactly("payment.failed", "payment.succeeded");
        assertThat(types(deliveries + "&type=payment.failed", "event_type")).containsExactly("payment.failed");
        assertThat(types("/v1/events?limit=2&type=payment.*", "type"))
                .containsExactly("payment.failed", "payment.succeeded");

        String made = delivery(ping).path("created_at").asString();
        assertThat(types(deliveries + "&from=" + made, "event_type")).containsExactly("ping");
        assertThat(types(deliveries + "&to=" + made, "event_type"))
                .containsExactly("payment.failed", "payment.succeeded");
        assertThat(types("/v1/events?type=ping&to=2020-01-01", "type")).isEmpty();

        assertThat(api.get("/v1/events?type=payment.succeded").text("param")).isEqualTo("type");
        assertThat(api.get(deliveries + "&from=yesterday").text("param")).isEqualTo("from");
    }

    private static List<String> types(String list, String member) {
        return StreamSupport.stream(api.get(list).json().path("data").spliterator(), false)
                .map(one -> one.path(member).asString())
                .toList();
    }

    @Test
    void a_recovery_reaches_as_far_back_as_events_are_kept() {
        JsonNode endpoint = endpoint(receiver().url(), "[\"incident.opened\"]");
        String recover = path(endpoint) + "/recover";
        Instant now = Instant.now();
        assertThat(api.post(recover, "{\"since\":\"%s\"}".formatted(now.minus(Duration.ofDays(89))))
                        .status())
                .isEqualTo(202);
        Api.Answer tooFar = api.post(recover, "{\"since\":\"%s\"}".formatted(now.minus(Duration.ofDays(91))));
        assertThat(tooFar.status()).isEqualTo(400);
        assertThat(tooFar.text("param")).isEqualTo("since");
    }

    private static Distribution distribution() {
        return distribution(home);
    }

    private static Distribution distribution(Path where) {
        return Distribution.on(where)
                .with("COUNTERFOIL_WEBHOOKS_ALLOW_LOCAL", "true")
                .with("COUNTERFOIL_WEBHOOKS_RETRIES", "PT1S,PT1S,PT1S")
                .with("COUNTERFOIL_WEBHOOKS_TIMEOUT", "PT3S");
    }

    private Receiver receiver() {
        Receiver receiver = new Receiver();
        receivers.add(receiver);
        return receiver;
    }

    private JsonNode endpoint(String url, String types) {
        Api.Answer made =
                api.post("/v1/webhook-endpoints", "{\"url\":\"%s\",\"event_types\":%s}".formatted(url, types));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        endpoints.add(made.text("id"));
        return made.json();
    }

    private static void patch(JsonNode endpoint, String json) {
        assertThat(api.send(api.request(path(endpoint))
                                .header("Content-Type", "application/json")
                                .method("PATCH", HttpRequest.BodyPublishers.ofString(json)))
                        .status())
                .isEqualTo(200);
    }

    private static String ping(JsonNode endpoint) {
        Api.Answer queued = api.post(path(endpoint) + "/test", "");
        assertThat(queued.status()).as(queued.body()).isEqualTo(202);
        return queued.text("id");
    }

    private static String path(JsonNode endpoint) {
        return "/v1/webhook-endpoints/" + endpoint.path("id").asString();
    }

    private static JsonNode delivery(String id) {
        return api.get("/v1/webhook-deliveries/" + id).json();
    }

    private static Letter first(Receiver receiver) {
        await().atMost(SOON).until(() -> !receiver.letters().isEmpty());
        return receiver.letters().get(0);
    }
}
