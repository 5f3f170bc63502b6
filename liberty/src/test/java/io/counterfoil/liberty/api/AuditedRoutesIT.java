package io.counterfoil.liberty.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.liberty.faults.Database;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.SharedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * Every route that changes something, and what the audit log calls it; or why it has no entry. A route that comes anew has to
 * say which.
 */
@ExtendWith(SharedServer.class)
class AuditedRoutesIT {

    private static final Path OPENAPI = Path.of("../app/src/main/resources/META-INF/openapi.yaml");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern PATH = Pattern.compile("  (/\\S*):");
    private static final Pattern METHOD = Pattern.compile("    (post|put|patch|delete):");

    private static final Map<String, String> ENTRIES = table("""
        post /v1/receipt-secrets/roll                       | receipt_secret.rolled
        post /v1/api-keys                                   | api_key.created
        post /v1/api-keys/{id}/collect                      | api_key.collected
        post /v1/api-keys/{id}/roll                         | api_key.rolled
        delete /v1/api-keys/{id}                            | api_key.revoked
        post /v1/webhook-endpoints                          | webhook_endpoint.created
        patch /v1/webhook-endpoints/{id}                    | webhook_endpoint.changed
        delete /v1/webhook-endpoints/{id}                   | webhook_endpoint.deleted
        post /v1/webhook-endpoints/{id}/rotate-secret       | webhook_endpoint.secret_rotated
        post /v1/webhook-endpoints/{id}/collect-secret      | webhook_endpoint.secret_collected
        post /v1/webhook-endpoints/{id}/recover             | webhook_endpoint.recovery_begun
        delete /v1/webhook-endpoints/{id}/recover/{recovery} | webhook_endpoint.recovery_cancelled
        patch /v1/customers/{id}                            | customer.changed
        post /v1/customers/{id}/restriction/lift            | customer.restriction_lifted
        post /v1/vault/rotations                            | vault.rotation_begun
        post /v1/alerts/{id}/acknowledge                    | alert.acknowledged
        post /v1/alerts/{id}/resolve                        | alert.resolved
        post /v1/alerts/{id}/silence                        | alert.silenced
        put /v1/alert-rules/{name}                          | alert_rule.changed
        post /v1/alert-channels                             | alert_channel.created
        delete /v1/alert-channels/{id}                      | alert_channel.deleted
        post /v1/alert-channels/{id}/test                   | alert_channel.tested
        post /v1/privacy/requests                           | privacy_request.received
        delete /v1/privacy/requests/{id}                    | privacy_request.cancelled
        post /v1/privacy/requests/{id}/extend               | privacy_request.extended
        post /v1/privacy/requests/{id}/refuse               | privacy_request.refused
        post /v1/privacy/requests/{id}/complete             | privacy_request.completed
        post /v1/privacy/requests/{id}/acknowledgements     | privacy_request.acknowledged
        post /v1/privacy/requests/{id}/links                | privacy_request.link_made
        post /opendsr/requests                              | privacy_request.received
        delete /opendsr/requests/{id}                       | privacy_request.cancelled
        post /privacy/{merchant}/ask                        | privacy_request.received
        post /privacy/{merchant}/withdraw                   | privacy_request.cancelled
        post /v1/incidents                                  | incident.opened
        post /v1/incidents/{id}/actions/revoke-keys         | incident.revoke_keys
        post /v1/incidents/{id}/actions/notify              | incident.notify
        post /v1/incidents/{id}/actions/review-logs         | incident.review_logs
        post /v1/incidents/{id}/actions/document            | incident.document
        post /v1/incidents/{id}/actions/prevent             | incident.prevent
        post /v1/incidents/{id}/tasks/{task}/complete       | incident.task_completed
        post /v1/incidents/{id}/close                       | incident.closed
        post /v1/merchants                                  | merchant.created
        put /v1/merchants/{id}/limits                       | merchant_limits.changed
        post /v1/operator-tokens                            | operator_token.created
        delete /v1/operator-tokens/{id}                     | operator_token.revoked
        post /v1/leaks/github                               | api_key.revoked
        post /v1/reviews/{day}/sign-off                     | review.signed_off
        post /v1/transparency/{log}/key/roll                | log_key.rolled\
        """);

    private static final Map<String, String> WITHOUT = table("""
        post /v1/payments                       | its receipt and event are its proof
        post /v1/payments/{id}/capture          | its receipt and event are its proof
        post /v1/payments/{id}/void             | its event is its proof
        post /v1/payments/{id}/refunds          | its receipt and event are its proof
        post /v1/receipts/verify                | changes nothing
        post /v1/webhook-endpoints/{id}/test    | the delivery and its attempts are its proof
        post /v1/webhook-deliveries/{id}/resend | the delivery and its attempts are its proof
        post /v1/customers                      | as many as payments, and its row is its proof
        post /v1/customers/search               | changes nothing; who was shown is in the access log
        post /privacy/{merchant}/open           | changes nothing but what a person has confirmed: privacy_request.verified
        post /privacy/{merchant}/state          | changes nothing
        post /privacy/{merchant}/copy           | changes nothing; what was shown is in the access log\
        """);

    private final Api auditor;
    private final CounterfoilProcess server;
    private Api owner;

    AuditedRoutesIT(CounterfoilProcess server) {
        this.server = server;
        this.auditor = Api.of(server, server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
    }

    @BeforeEach
    void newMerchant() {
        String shop =
                auditor.post("/v1/merchants", "{\"name\":\"Audited shop\"}").text("id");
        owner = auditor.with(auditor.post(
                        "/v1/api-keys", "{\"name\":\"owner\",\"merchant\":\"%s\",\"livemode\":false}".formatted(shop))
                .text("secret"));
    }

    @Test
    void every_route_that_changes_something_has_an_entry_or_a_reason() throws IOException {
        Set<String> known = new TreeSet<>(ENTRIES.keySet());
        known.addAll(WITHOUT.keySet());

        assertThat(known).hasSize(ENTRIES.size() + WITHOUT.size()).isEqualTo(routes());
    }

    /** Here or where the act itself is tested. */
    @Test
    void every_entry_is_looked_for_by_a_test() throws IOException {
        String tests = tests();

        assertThat(new TreeSet<>(ENTRIES.values()))
                .allSatisfy(action -> assertThat(tests).containsAnyOf("\"" + action + "\"", "action=" + action + "&"));
    }

    @Test
    void who_changes_a_customer_is_written_down_with_the_members_and_nothing_they_hold() {
        String customer =
                owner.post("/v1/customers", "{\"email\":\"ada@example.com\"}").text("id");

        Api.Answer changed = owner.send(owner.request("/v1/customers/" + customer)
                .header("Content-Type", "application/json")
                .method(
                        "PATCH",
                        HttpRequest.BodyPublishers.ofString(
                                "{\"phone\":\"+4930123456\",\"email\":\"lovelace@example.com\"}")));

        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        JsonNode entry = found("customer.changed", customer);
        assertThat(entry.path("actor").asString()).startsWith("key_");
        assertThat(entry.path("facts").path("fields").asString()).isEqualTo("email,phone");
        assertThat(entry.toString()).doesNotContain("lovelace", "4930123456");
    }

    @Test
    void what_could_not_be_changed_leaves_no_entry() {
        String customer =
                owner.post("/v1/customers", "{\"email\":\"ada@example.com\"}").text("id");

        Api.Answer refused = owner.send(owner.request("/v1/customers/" + customer)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"email\":\"nonsense\"}")));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(entries("customer.changed", customer)).isEmpty();
    }

    @Test
    void what_is_decided_and_handed_out_about_a_persons_request() {
        String customer =
                owner.post("/v1/customers", "{\"email\":\"ada@example.com\"}").text("id");
        String request = request("rectification", customer);
        String path = "/v1/privacy/requests/" + request;

        assertThat(owner.post(path + "/links", "").status()).isEqualTo(201);
        found("privacy_request.link_made", request);
        owner.post(path + "/extend", "{\"reason\":\"many records\"}");
        found("privacy_request.extended", request);
        owner.post(path + "/refuse", "{\"ground\":\"excessive\",\"reason\":\"the tenth this week\"}");
        found("privacy_request.refused", request);

        String untouched = pending(customer);
        owner.delete("/v1/privacy/requests/" + untouched);
        found("privacy_request.cancelled", untouched);

        String erasure = request("erasure", customer);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> owner.get("/v1/privacy/requests/" + erasure)
                        .text("status")
                        .equals("completed"));
        assertThat(owner.post(
                                "/v1/privacy/requests/" + erasure + "/acknowledgements",
                                "{\"recipient\":\"Parcel service\"}")
                        .status())
                .isEqualTo(200);
        assertThat(found("privacy_request.acknowledged", erasure).toString()).doesNotContain("Parcel");
    }

    @Test
    void what_becomes_of_endpoints_and_of_secrets_in_the_place_of_compromised_ones() {
        String endpoint = owner.post(
                        "/v1/webhook-endpoints", "{\"url\":\"https://nobody.invalid/in\",\"event_types\":[\"*\"]}")
                .text("id");
        String path = "/v1/webhook-endpoints/" + endpoint;
        owner.send(owner.request(path)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"event_types\":[\"payment.*\"]}")));
        found("webhook_endpoint.changed", endpoint);
        String key = owner.post("/v1/api-keys", "{\"name\":\"leaky\"}").text("id");

        revoked("\"type\":\"compromised_webhook_secret\",\"webhook_endpoint\":\"%s\"".formatted(endpoint));
        owner.post(path + "/collect-secret", "");
        found("webhook_endpoint.secret_collected", endpoint);
        String reissued = revoked("\"type\":\"compromised_api_key\",\"api_key\":\"%s\"".formatted(key));
        owner.post("/v1/api-keys/" + reissued + "/collect", "");
        found("api_key.collected", reissued);

        // one that has nothing to do is over within half a second
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            Instant since = Instant.now().minusSeconds(60);
            String recovery = owner.post(path + "/recover", "{\"since\":\"%s\"}".formatted(since))
                    .text("id");
            return owner.delete(path + "/recover/" + recovery).text("status").equals("cancelled");
        });
        found("webhook_endpoint.recovery_begun", endpoint);
        found("webhook_endpoint.recovery_cancelled", endpoint);
    }

    @Test
    void what_operators_do_with_reviews_and_keys_of_the_house() {
        new Database(server.home())
                .update("INSERT INTO monitoring.review (day, digest, made_at) VALUES ('2001-02-03', '{}', now())"
                        + " ON CONFLICT DO NOTHING");
        auditor.post("/v1/reviews/2001-02-03/sign-off", "{}");
        found("review.signed_off", "2001-02-03");
        String origin = auditor.post("/v1/transparency/receipts/key/roll", "{}")
                .text("key")
                .split("\\+")[0];
        found("log_key.rolled", origin);
        String rotation =
                auditor.post("/v1/vault/rotations", "{\"kind\":\"epoch\"}").text("id");
        found("vault.rotation_begun", rotation);
    }

    private String request(String type, String customer) {
        return owner.post("/v1/privacy/requests", "{\"type\":\"%s\",\"customer\":\"%s\"}".formatted(type, customer))
                .text("id");
    }

    /** One that no worker has taken up yet, nor will within the hour. */
    private String pending(String customer) {
        Database database = new Database(server.home());
        return Stream.generate(() -> request("restriction", customer))
                .filter(id -> database.update("UPDATE privacy.request SET ask_at = now() + interval '1 hour'"
                                + " WHERE id = '%s' AND status = 'pending' AND owner IS NULL"
                                        .formatted(
                                                IdKind.PRIVACY_REQUEST.parse(id).orElseThrow()))
                        == 1)
                .findFirst()
                .orElseThrow();
    }

    /** Opens an incident and ends the secret; gives what was reissued. */
    private String revoked(String members) {
        String incident = auditor.post("/v1/incidents", "{%s,\"summary\":\"Seen in a chat\"}".formatted(members))
                .text("id");
        return auditor.post("/v1/incidents/" + incident + "/actions/revoke-keys", "")
                .json()
                .path("steps")
                .path(0)
                .path("result")
                .path("reissued")
                .asString("");
    }

    private JsonNode found(String action, String object) {
        JsonNode entry = entries(action, object).path(0);
        assertThat(entry.path("action").asString("")).as(action + " " + object).isEqualTo(action);
        assertThat(entry.path("actor").asString()).matches("(key|opt)_\\w+");
        assertThat(entry.path("result").asString()).isEqualTo("done");
        return entry;
    }

    private JsonNode entries(String action, String object) {
        return auditor.get("/v1/audit-log?limit=1&action=" + action + "&object=" + object)
                .json()
                .path("data");
    }

    private static Map<String, String> table(String rows) {
        return rows.lines()
                .map(row -> row.strip().split("\\s*\\|\\s*", 2))
                .collect(Collectors.toMap(row -> row[0], row -> row[1], (first, second) -> first, TreeMap::new));
    }

    /** Method and path of each operation that is not a GET. */
    private static Set<String> routes() throws IOException {
        Set<String> routes = new TreeSet<>();
        String path = "";
        for (String line : Files.readAllLines(OPENAPI)) {
            Matcher named = PATH.matcher(line);
            Matcher method = METHOD.matcher(line);
            if (named.matches()) {
                path = named.group(1);
            } else if (method.matches()) {
                routes.add(method.group(1) + " " + path);
            }
        }
        return routes;
    }

    private static String tests() throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            return files.filter(file -> file.toString().endsWith("IT.java"))
                    .map(AuditedRoutesIT::read)
                    .collect(Collectors.joining());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
