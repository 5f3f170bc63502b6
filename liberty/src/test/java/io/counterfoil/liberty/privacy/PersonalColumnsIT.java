package io.counterfoil.liberty.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.liberty.faults.Database;
import io.counterfoil.liberty.privacy.EveryKey.Ciphertext;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.webhooks.Receiver;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * Every column that is classified as a person's: what is planted in it is found in the person's copy, and after an erasure no
 * key that is left opens what it held. Who adds a column adds it here.
 */
@ExtendWith(PrivacyServer.class)
class PersonalColumnsIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String WORD = "Zilpzalp";
    private static final String EMAIL = "zora@example.com";

    /** Hashes and keys, which nothing opens; the copy, whose key is export.content_key; an address with a key of its own. */
    private static final Set<String> NOT_SEALED_UNDER_THE_PERSONS_KEY = Set.of(
            "idempotency_record.fingerprint",
            "blind_index.token",
            "subject_key.wrapped",
            "request.email",
            "request.email_index",
            "export_part.sealed");

    private final PrivacyServer.Running running;
    private final PrivacyServer.Merchant merchant;
    private final Database database;

    private final Receiver receiver = new Receiver().saying(WORD + "-answer");

    private String customer = "";
    private String payment = "";
    private String declined = "";

    PersonalColumnsIT(PrivacyServer.Running running) {
        this.running = running;
        this.merchant = running.another();
        this.database = new Database(running.server().home());
    }

    @AfterEach
    void tidyUp() {
        receiver.close();
    }

    @Test
    void what_is_planted_in_each_is_in_the_copy_and_after_an_erasure_no_key_that_is_left_opens_it() throws Exception {
        plant();
        String copy = copy();
        JsonNode schema = merchant.api()
                .with("")
                .get("/privacy/assets/export-schema.json")
                .json();
        fits(Api.JSON.readTree(copy), schema);
        JsonNode notInACopy = schema.path("x-not-in-a-copy");
        Map<String, String> planted = planted();
        assertThat(columns(false))
                .as("Plant something in a new column, and find it in a copy.")
                .allMatch(column -> planted.containsKey(column) || notInACopy.has(column));
        planted.forEach((column, text) -> assertThat(copy).as(column).contains(text));

        List<Ciphertext> ciphertexts = ciphertexts();
        assertThat(ciphertexts.stream().map(Ciphertext::column))
                .as("Take what a new column holds along.")
                .containsAll(columns(true).stream()
                        .filter(column -> !NOT_SEALED_UNDER_THE_PERSONS_KEY.contains(column))
                        .toList())
                .contains("export.content_key");
        merchant.customer("somebody.else@example.com", "Else");
        EveryKey keys = new EveryKey(running.server().home());
        List<byte[]> before = keys.left();
        assertThat(ciphertexts).allMatch(value -> EveryKey.opens(before, value));

        completed(merchant.request("erasure", customer).text("id"));

        List<byte[]> left = keys.left();
        assertThat(left).isNotEmpty();
        assertThat(ciphertexts).noneMatch(value -> EveryKey.opens(left, value));
        assertThat(ciphertexts()).isEmpty();
    }

    /** Each thing is of a kind that the schema knows, and has the members that it names. */
    private static void fits(JsonNode copy, JsonNode schema) {
        Map<String, Set<String>> kinds = schema.at("/properties/records/items/oneOf")
                .valueStream()
                .collect(Collectors.toMap(
                        kind -> kind.at("/properties/kind/const").asString(),
                        kind -> Set.copyOf(
                                kind.at("/properties/members/properties").propertyNames())));
        copy.path("records")
                .forEach(thing -> assertThat(Set.copyOf(thing.path("members").propertyNames()))
                        .as(thing.path("kind").asString())
                        .isEqualTo(kinds.get(thing.path("kind").asString())));
        assertThat(copy.path("records").findValuesAsString("kind")).containsAll(kinds.keySet());
    }

    private void plant() {
        merchant.api()
                .post(
                        "/v1/webhook-endpoints",
                        "{\"url\":\"%s\",\"event_types\":[\"payment.succeeded\"]}".formatted(receiver.url()));
        customer = merchant.customer(EMAIL, WORD);
        payment = pay("pm_card_visa");
        declined = pay("pm_card_declined");
        merchant.api().post("/v1/payments/" + payment + "/refunds", Api.newKey(), "{\"amount\":251}");
        merchant.api().get("/v1/customers/" + customer + "?view=full&reason=" + WORD + "-ticket");
        String request = "/v1/privacy/requests/"
                + merchant.request("rectification", customer).text("id");
        merchant.api().post(request + "/extend", "{\"reason\":\"%s-extension\"}".formatted(WORD));
        merchant.api()
                .post(request + "/refuse", "{\"ground\":\"excessive\",\"reason\":\"%s-refusal\"}".formatted(WORD));
        completed(merchant.request("restriction", customer).text("id"));
        Api.Answer lifted = merchant.api()
                .post(
                        "/v1/customers/" + customer + "/restriction/lift",
                        "{\"reason\":\"%s-lift\",\"told_at\":\"%s\"}".formatted(WORD, Instant.now()));
        assertThat(lifted.status()).as(lifted.body()).isEqualTo(200);
        assertThat(database.update("""
                        INSERT INTO monitoring.people_letter
                               (merchant_id, id, incident_id, livemode, subject_id, since, fields, state)
                        VALUES ('%s', gen_random_uuid(), '%s', false, '%s', now(), 'customer.email', 'sent')\
                        """.formatted(merchantId(), new UUID(6, 6), person())))
                .isEqualTo(1);
        await().atMost(SOON)
                .until(() -> database.count("SELECT count(*) FROM monitoring.payment_attempt WHERE customer_id = '"
                                + person() + "'")
                        == 2);
        await().atMost(SOON)
                .until(() ->
                        database.count("SELECT count(*) FROM webhooks.attempt WHERE subject_id = '" + person() + "'")
                                == 1);
    }

    private String pay(String method) {
        Api.Answer paid = merchant.api().post("/v1/payments", Api.newKey(), """
            {"amount":1237,"currency":"EUR","payment_method":"%1$s","customer":"%2$s","order_reference":"%3$s-order",
             "description":"%3$s-description","metadata":{"note":"%3$s-metadata"}}\
            """.formatted(method, customer, WORD));
        return paid.json().has("id")
                ? paid.text("id")
                : database
                        .texts("SELECT id FROM domain.payment WHERE customer_id = '" + person()
                                + "' AND status = 'failed'")
                        .stream()
                        .map(id -> IdKind.PAYMENT.text(UUID.fromString(id)))
                        .findFirst()
                        .orElseThrow();
    }

    /** What each column holds, as a copy says it. */
    private Map<String, String> planted() {
        return Map.ofEntries(
                Map.entry("customer.id", customer),
                Map.entry("customer.reference", "ref-" + WORD),
                Map.entry("customer.email", EMAIL),
                Map.entry("customer.name", "Anna " + WORD),
                Map.entry("customer.phone", "+4930123456"),
                Map.entry("customer.address", WORD + "-Weg 1"),
                Map.entry("payment.amount", "\"amount\":1237"),
                Map.entry("payment.payment_method", "\"payment_method\":\"pm_card_visa\""),
                Map.entry("payment.order_reference", WORD + "-order"),
                Map.entry("payment.customer_id", "\"id\":\"" + payment + "\",\"customer\":\"" + customer + "\""),
                Map.entry("payment.description", WORD + "-description"),
                Map.entry("payment.metadata", WORD + "-metadata"),
                Map.entry("follow_up.amount", "\"amount\":251"),
                Map.entry("receipt.payment_id", "\"payment_id\":\"" + payment + "\""),
                Map.entry("receipt.signed", receipt()),
                Map.entry("access_log.subject_id", "\"kind\":\"accesses\""),
                Map.entry("request.customers", "\"type\":\"rectification\""),
                Map.entry("request.extension_reason", WORD + "-extension"),
                Map.entry("request.refusal_reason", WORD + "-refusal"),
                Map.entry("restriction_lift.subject_id", "\"kind\":\"restrictions_lifted\""),
                Map.entry("restriction_lift.reason", WORD + "-lift"),
                Map.entry("attempt.response_body", WORD + "-answer"),
                Map.entry("payment_attempt.source", attempt("source")),
                Map.entry("payment_attempt.instrument", attempt("instrument")),
                Map.entry("payment_attempt.customer_id", "\"kind\":\"payment_attempts\""),
                Map.entry("failed_payment.source", "\"kind\":\"failed_payments\",\"id\":\"" + declined + "\""),
                Map.entry("failed_payment.instrument", failure("instrument")),
                Map.entry("people_letter.subject_id", IdKind.INCIDENT.text(new UUID(6, 6))));
    }

    private String receipt() {
        return merchant.api()
                .get("/v1/payments/" + payment)
                .json()
                .path("receipt")
                .path("id")
                .asString();
    }

    private String attempt(String column) {
        return database.texts(
                        "SELECT " + column + " FROM monitoring.payment_attempt WHERE customer_id = '" + person() + "'")
                .get(0);
    }

    private String failure(String column) {
        return database.texts("SELECT " + column + " FROM monitoring.failed_payment WHERE id = '"
                        + IdKind.PAYMENT.parse(declined).orElseThrow() + "'")
                .get(0);
    }

    /** Those that say something about a merchant's customers; of these, if so wanted, the sealed ones. */
    private Set<String> columns(boolean sealed) {
        List<String> bytes = database.texts("SELECT table_name || '.' || column_name FROM information_schema.columns"
                + " WHERE data_type = 'bytea' AND table_schema IN ('domain', 'privacy', 'privacy_keys', 'webhooks')");
        Set<String> columns = new TreeSet<>();
        for (JsonNode activity : running.operator()
                .get("/v1/privacy/record-of-processing")
                .json()
                .path("activities")) {
            for (JsonNode column : activity.path("columns")) {
                String name = column.path("name").asString();
                String fate = column.path("on_erasure").asString();
                if (sealed ? fate.equals("destroyed") && bytes.contains(name) : !fate.equals("not_concerned")) {
                    columns.add(name);
                }
            }
        }
        assertThat(columns).hasSizeGreaterThan(10);
        return columns;
    }

    private List<Ciphertext> ciphertexts() {
        List<Ciphertext> all = new ArrayList<>();
        for (String column : List.of("reference", "email", "name", "phone", "address")) {
            all.addAll(read("customer." + column, "privacy.customer", "id = '%s'", "id", IdKind.CUSTOMER));
        }
        for (String column : List.of("description", "metadata")) {
            all.addAll(read("payment." + column, "domain.payment", "customer_id = '%s'", "id", IdKind.PAYMENT));
        }
        for (String column : List.of("extension_reason", "refusal_reason")) {
            all.addAll(read(
                    "request." + column, "privacy.request", "'%s' = ANY (customers)", "id", IdKind.PRIVACY_REQUEST));
        }
        all.addAll(read(
                "export.content_key",
                "privacy.export",
                "'%s' = ANY (customers)",
                "request_id",
                IdKind.PRIVACY_REQUEST));
        Map.of("response_body", "webhooks.attempt", "reason", "privacy.restriction_lift")
                .forEach((name, table) -> database
                        .texts(
                                "SELECT id || ' ' || encode(%1$s, 'hex') FROM %2$s WHERE %1$s IS NOT NULL AND subject_id = '%3$s'"
                                        .formatted(name, table, person()))
                        .stream()
                        .map(row -> row.split(" "))
                        .map(row -> Ciphertext.of(
                                merchantId(),
                                person(),
                                table.substring(table.indexOf('.') + 1) + "." + name,
                                row[0],
                                row[1]))
                        .forEach(all::add));
        database
                .texts("SELECT key || ' ' || encode(answer, 'hex') FROM domain.idempotency_record"
                        + " WHERE length(answer) > 0 AND subject_id = '" + person() + "'")
                .stream()
                .map(row -> row.split(" "))
                .map(row ->
                        Ciphertext.of(merchantId(), person(), "idempotency_record.answer", "test:" + row[0], row[1]))
                .forEach(all::add);
        return all;
    }

    private List<Ciphertext> read(String column, String table, String whose, String row, IdKind kind) {
        String name = column.substring(column.indexOf('.') + 1);
        return database
                .texts("SELECT %s || ' ' || encode(%s, 'hex') FROM %s WHERE %s"
                        .formatted(row, name, table, name + " IS NOT NULL AND " + whose.formatted(person())))
                .stream()
                .map(text -> text.split(" "))
                .map(text ->
                        Ciphertext.of(merchantId(), person(), column, kind.text(UUID.fromString(text[0])), text[1]))
                .toList();
    }

    private UUID merchantId() {
        return IdKind.MERCHANT.parse(merchant.id()).orElseThrow();
    }

    private UUID person() {
        return IdKind.CUSTOMER.parse(customer).orElseThrow();
    }

    private String copy() throws Exception {
        String request = completed(merchant.request("access", customer).text("id"));
        HttpResponse<byte[]> answer = running.server()
                .client()
                .send(
                        merchant.api()
                                .request("/v1/privacy/requests/" + request + "/export")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        return new String(RequestsIT.unzip(answer.body()).get("data.json"), StandardCharsets.UTF_8);
    }

    private String completed(String request) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(merchant.api()
                                .get("/v1/privacy/requests/" + request)
                                .text("status"))
                        .isEqualTo("completed"));
        return request;
    }
}
