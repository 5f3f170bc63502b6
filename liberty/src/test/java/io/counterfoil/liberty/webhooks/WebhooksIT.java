package io.counterfoil.liberty.webhooks;

import static io.counterfoil.liberty.webhooks.Shop.SOON;
import static io.counterfoil.liberty.webhooks.Shop.awaitLetters;
import static io.counterfoil.liberty.webhooks.Shop.first;
import static io.counterfoil.liberty.webhooks.Shop.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.webhooks.Receiver.Letter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is committed arrives where it was chosen, signed so that its receiver can believe it; what did not can be had again. */
@ExtendWith(WebhookServer.class)
class WebhooksIT {

    private final Shop shop;
    private final Api api;

    WebhooksIT(CounterfoilProcess server) {
        shop = new Shop(server);
        api = shop.api();
    }

    @AfterEach
    void tidyUp() {
        shop.close();
    }

    @Test
    void a_payment_arrives_signed_as_the_receivers_libraries_expect() {
        Receiver receiver = shop.receiver();
        JsonNode endpoint = shop.endpoint(receiver, "[\"payment.*\"]");
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
        Receiver receiver = shop.receiver();
        JsonNode endpoint = shop.endpoint(receiver, "[\"*\"]");
        shop.ping(endpoint);
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
    void a_delivery_is_what_the_package_for_python_and_our_snippet_expect(@TempDir Path packages)
            throws IOException, InterruptedException {
        PythonLibrary python = new PythonLibrary(packages);
        Receiver receiver = shop.receiver();
        JsonNode endpoint = shop.endpoint(receiver, "[\"*\"]");
        shop.ping(endpoint);
        Letter letter = first(receiver);
        String secret = endpoint.path("secret").asString();
        assertThat(python.verified(secret, letter, letter.body())).isEqualTo(letter.id());
        assertThat(python.verified(secret, letter, letter.body() + " ")).isEmpty();
    }

    @Test
    void a_delivery_is_what_the_library_for_java_and_our_snippet_expect(@TempDir Path directory) throws IOException {
        JavaLibrary java = new JavaLibrary(directory);
        Receiver receiver = shop.receiver();
        JsonNode endpoint = shop.endpoint(receiver, "[\"*\"]");
        shop.ping(endpoint);
        Letter letter = first(receiver);
        String secret = endpoint.path("secret").asString();
        assertThat(java.verified(secret, letter, letter.body())).isEqualTo(letter.id());
        assertThat(java.verified(secret, letter, letter.body() + " ")).isEmpty();
    }

    @Test
    void the_published_key_verifies_the_other_signature() throws GeneralSecurityException {
        Receiver receiver = shop.receiver();
        JsonNode endpoint = shop.endpoint(receiver, "[\"*\"]");
        shop.ping(endpoint);

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
        Receiver receiver = shop.receiver();
        JsonNode endpoint = shop.endpoint(receiver, "[\"*\"]");
        Api.Answer rotated = api.post(path(endpoint) + "/rotate-secret", "{\"expires_in\":3600}");
        shop.ping(endpoint);

        Letter letter = first(receiver);

        for (String secret : List.of(endpoint.path("secret").asString(), rotated.text("secret"))) {
            assertThatCode(() -> new Webhook(secret).verify(letter.body(), letter.headers()))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void without_an_overlap_the_old_secret_is_dead_at_once() {
        Receiver receiver = shop.receiver();
        JsonNode endpoint = shop.endpoint(receiver, "[\"*\"]");
        api.post(path(endpoint) + "/rotate-secret", "");
        shop.ping(endpoint);

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
        api.delete("/v1/webhook-endpoints/" + made.text("id"));
    }

    @Test
    void secrets_lie_in_the_database_sealed_alone() {
        String secret =
                shop.endpoint(shop.receiver(), "[\"ping\"]").path("secret").asString();
        String base64 = secret.substring("whsec_".length());
        String hex = HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
        assertThat(shop.database().texts("SELECT signer::text FROM webhooks.signer"))
                .isNotEmpty()
                .noneMatch(row -> row.contains(hex) || row.contains(base64));
        assertThat(shop.database().texts("SELECT encode(sealed, 'escape') FROM webhooks.signer"))
                .isNotEmpty()
                .noneMatch(bytes -> bytes.contains(base64));
    }

    @Test
    void headers_of_the_merchants_own_arrive_and_are_shown_by_name_only() {
        Receiver receiver = shop.receiver();
        JsonNode endpoint = shop.endpoint(receiver, "[\"ping\"]");
        shop.patch(endpoint, "{\"headers\":{\"Authorization\":\"Bearer of-the-shop\"}}");
        shop.ping(endpoint);
        assertThat(first(receiver).headers().firstValue("Authorization")).contains("Bearer of-the-shop");
        Api.Answer shown = api.get(path(endpoint));
        assertThat(shown.json().path("header_names").path(0).asString()).isEqualTo("Authorization");
        assertThat(shown.body()).doesNotContain("of-the-shop");
    }

    @Test
    void what_was_not_chosen_is_not_sent() {
        Receiver refunds = shop.receiver();
        Receiver all = shop.receiver();
        shop.endpoint(refunds, "[\"refund.*\"]");
        shop.endpoint(all, "[\"*\"]");
        api.pay("pm_card_declined");
        first(all);
        assertThat(refunds.letters()).isEmpty();
    }

    @Test
    void what_failed_while_it_was_off_can_be_recovered() {
        Receiver receiver = shop.receiver();
        JsonNode endpoint = shop.endpoint(receiver, "[\"payment.succeeded\"]");
        Instant since = Instant.now().minusMillis(1);
        shop.patch(endpoint, "{\"status\":\"disabled\"}");
        List<String> payments = IntStream.range(0, 5)
                .mapToObj(i -> api.pay("pm_card_visa").text("id"))
                .toList();
        shop.patch(endpoint, "{\"status\":\"enabled\"}");

        Api.Answer recovery = api.post(path(endpoint) + "/recover", "{\"since\":\"%s\"}".formatted(since));

        assertThat(recovery.status()).isEqualTo(202);
        assertThat(recovery.json().path("found").asInt()).isEqualTo(5);
        assertThat(awaitLetters(receiver, 5))
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
        Receiver receiver = shop.receiver();
        JsonNode endpoint = shop.endpoint(receiver, "[\"payment.*\"]");
        api.pay("pm_card_visa");
        api.pay("pm_card_declined");
        String ping = shop.ping(endpoint);
        String deliveries =
                "/v1/webhook-deliveries?endpoint=" + endpoint.path("id").asString();
        assertThat(types(deliveries, "event_type")).containsExactly("ping", "payment.failed", "payment.succeeded");
        assertThat(types(deliveries + "&type=payment.*", "event_type"))
                .containsExactly("payment.failed", "payment.succeeded");
        assertThat(types(deliveries + "&type=payment.failed", "event_type")).containsExactly("payment.failed");
        assertThat(types("/v1/events?limit=2&type=payment.*", "type"))
                .containsExactly("payment.failed", "payment.succeeded");

        String made = shop.delivery(ping).path("created_at").asString();
        assertThat(types(deliveries + "&from=" + made, "event_type")).containsExactly("ping");
        assertThat(types(deliveries + "&to=" + made, "event_type"))
                .containsExactly("payment.failed", "payment.succeeded");
        assertThat(types("/v1/events?type=ping&to=2020-01-01", "type")).isEmpty();

        assertThat(api.get("/v1/events?type=payment.succeded").text("param")).isEqualTo("type");
        assertThat(api.get(deliveries + "&from=yesterday").text("param")).isEqualTo("from");
    }

    @Test
    void deliveries_are_listed_by_endpoint_event_and_what_became_of_them() {
        String event = "[\"ping\"]";
        JsonNode quick = shop.endpoint(shop.receiver(), event);
        JsonNode impatient = shop.endpoint(shop.receiver().answering(500), event);
        shop.patch(impatient, "{\"retry_schedule\":[1]}");
        JsonNode patient = shop.endpoint(shop.receiver().answering(500), event);
        shop.patch(patient, "{\"retry_schedule\":[3600]}");
        String delivered = shop.ping(quick);
        String failed = shop.ping(impatient);
        String pending = shop.ping(patient);
        shop.awaitStatus(delivered, "delivered");
        shop.awaitStatus(failed, "failed");
        shop.tried(pending);

        Map<String, String> made = Map.of("delivered", delivered, "failed", failed, "pending", pending);
        for (JsonNode endpoint : List.of(quick, impatient, patient)) {
            String at = "?endpoint=" + endpoint.path("id").asString();
            String all = ids(at).get(0);
            assertThat(ids(at)).hasSize(1);
            made.forEach((status, delivery) -> assertThat(ids(at + "&status=" + status))
                    .as(status)
                    .isEqualTo(delivery.equals(all) ? List.of(delivery) : List.of()));
        }
        made.forEach((status, delivery) -> {
            assertThat(ids("?limit=100&status=" + status)).contains(delivery);
            assertThat(types("/v1/webhook-deliveries?limit=100&status=" + status, "status"))
                    .containsOnly(status);
            assertThat(ids("?event=" + shop.delivery(delivery).path("event").asString()))
                    .containsExactly(delivery);
        });
        String elsewhere = "&event=" + shop.delivery(failed).path("event").asString();
        assertThat(ids("?endpoint=" + quick.path("id").asString() + elsewhere)).isEmpty();
        assertThat(ids("?status=failed&type=payment.*" + elsewhere)).isEmpty();
        assertThat(ids("?status=failed&type=ping" + elsewhere)).containsExactly(failed);

        for (String filter : List.of("status=lost", "endpoint=" + delivered, "event=" + delivered)) {
            Api.Answer refused = api.get("/v1/webhook-deliveries?" + filter);
            assertThat(refused.status()).as(filter).isEqualTo(400);
            assertThat(refused.text("param")).isEqualTo(filter.substring(0, filter.indexOf('=')));
        }
    }

    private List<String> ids(String filter) {
        return types("/v1/webhook-deliveries" + filter, "id");
    }

    private List<String> types(String list, String member) {
        return StreamSupport.stream(api.get(list).json().path("data").spliterator(), false)
                .map(one -> one.path(member).asString())
                .toList();
    }

    @Test
    void a_recovery_reaches_as_far_back_as_events_are_kept() {
        JsonNode endpoint = shop.endpoint(shop.receiver(), "[\"incident.opened\"]");
        String recover = path(endpoint) + "/recover";
        Instant now = Instant.now();
        assertThat(api.post(recover, "{\"since\":\"%s\"}".formatted(now.minus(Duration.ofDays(89))))
                        .status())
                .isEqualTo(202);
        Api.Answer tooFar = api.post(recover, "{\"since\":\"%s\"}".formatted(now.minus(Duration.ofDays(91))));
        assertThat(tooFar.status()).isEqualTo(400);
        assertThat(tooFar.text("param")).isEqualTo("since");
    }
}
