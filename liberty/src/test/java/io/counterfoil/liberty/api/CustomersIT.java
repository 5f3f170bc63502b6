package io.counterfoil.liberty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.liberty.faults.Database;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.SharedServer;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Customers as a merchant's backend meets them. */
@ExtendWith(SharedServer.class)
class CustomersIT {

    private final Api api;
    private final Api operator;
    private final Database database;
    private final String email = UUID.randomUUID() + "@example.com";
    private String id = "";

    CustomersIT(Api api, CounterfoilProcess server) {
        this.api = api;
        this.operator = api.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
        this.database = new Database(server.home());
    }

    @BeforeEach
    void a_customer() {
        Api.Answer made = api.post("/v1/customers", """
            {"reference":"u-1","email":"%s","name":"Anna Lehmann","phone":"+4930123456",
             "address":{"line1":"Hauptstr. 1","city":"Berlin","postal_code":"10115","country":"DE"}}\
            """.formatted(email));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        id = made.text("id");
    }

    private Api.Answer patch(String json) {
        return api.send(api.request("/v1/customers/" + id)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(json)));
    }

    private List<String> found(Api caller, String wanted, String query) {
        Api.Answer answer = caller.post("/v1/customers/search" + query, "{\"email\":\"%s\"}".formatted(wanted));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        List<String> ids = new ArrayList<>();
        answer.json()
                .path("data")
                .forEach(customer -> ids.add(customer.path("id").asString()));
        return ids;
    }

    private String restrictedKey(String scopes) {
        return api.post("/v1/api-keys", "{\"name\":\"desk\",\"scopes\":[%s]}".formatted(scopes))
                .text("secret");
    }

    @Test
    void is_shown_masked_until_the_full_view_is_asked_for() {
        Api.Answer masked = api.get("/v1/customers/" + id);
        assertThat(masked.text("email")).isEqualTo(email.charAt(0) + "•••@example.com");
        assertThat(masked.text("name")).isEqualTo("A••• L•••");
        assertThat(masked.text("phone")).isEqualTo("+•••56");
        assertThat(masked.body()).doesNotContain("Hauptstr", "10115", "Berlin");
        Api.Answer full = api.get("/v1/customers/" + id + "?view=full");
        assertThat(full.text("email")).isEqualTo(email);
        assertThat(full.json().path("address").path("city").asString()).isEqualTo("Berlin");
    }

    @Test
    void the_full_view_needs_a_scope() {
        Api reader = api.with(restrictedKey("\"customers:read\""));
        assertThat(reader.get("/v1/customers/" + id).status()).isEqualTo(200);
        Api.Answer refused = reader.get("/v1/customers/" + id + "?view=full");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("code")).isEqualTo("full_view_forbidden");
        Api clerk = api.with(restrictedKey("\"customers:read\",\"privacy_requests:read\""));
        assertThat(clerk.get("/v1/customers/" + id + "?view=full").text("name")).isEqualTo("Anna Lehmann");
        assertThat(clerk.post("/v1/customers", "{}").status()).isEqualTo(403);
    }

    @Test
    void is_found_by_its_address_however_that_is_written_and_by_no_other_merchant() {
        assertThat(found(api, email.toUpperCase(Locale.ROOT), "")).containsExactly(id);
        String other = operator.post("/v1/merchants", "{\"name\":\"Other\"}").text("id");
        Api stranger = api.with(operator.post("/v1/api-keys", "{\"name\":\"k\",\"merchant\":\"%s\"}".formatted(other))
                .text("secret"));
        assertThat(found(stranger, email, "")).isEmpty();
        String theirs = stranger.post("/v1/customers", "{\"email\":\"%s\"}".formatted(email))
                .text("id");
        assertThat(found(stranger, email, "")).containsExactly(theirs);
        assertThat(found(api, email, "")).containsExactly(id);
        assertThat(stranger.get("/v1/customers/" + id).status()).isEqualTo(404);
        assertThat(stranger.get("/v1/customers/" + id + "/access-log").status()).isEqualTo(404);
        assertThat(found(operator, email, "?merchant=" + other)).containsExactly(theirs);
        assertThat(operator.get("/v1/customers/" + id).text("id")).isEqualTo(id);
    }

    @Test
    void a_change_leaves_the_rest_and_moves_the_index() {
        Api.Answer changed = patch("{\"email\":\"new-%s\",\"phone\":null}".formatted(email));
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(changed.json().path("phone").isNull()).isTrue();
        assertThat(changed.text("name")).isEqualTo("A••• L•••");
        assertThat(found(api, email, "")).isEmpty();
        assertThat(found(api, "new-" + email, "")).containsExactly(id);
    }

    @Test
    void bad_input_names_the_member() {
        assertThat(patch("{\"phone\":\"030\"}").text("param")).isEqualTo("phone");
        assertThat(patch("{\"nickname\":\"x\"}").text("param")).isEqualTo("nickname");
        assertThat(api.post("/v1/customers", "{\"email\":\"nobody\"}").text("param"))
                .isEqualTo("email");
        assertThat(api.post(
                                "/v1/customers",
                                "{\"address\":{\"line1\":\"x\",\"city\":\"x\",\"postal_code\":\"1\",\"country\":\"xx\"}}")
                        .text("param"))
                .isEqualTo("address.country");
        assertThat(api.post("/v1/customers/search", "{}").text("param")).isEqualTo("email");
        assertThat(api.get("/v1/customers/" + id + "?view=raw").text("param")).isEqualTo("view");
        assertThat(api.get("/v1/customers/" + id + "?reason=a%20b").text("param"))
                .isEqualTo("reason");
        assertThat(api.get("/v1/customers/cus_nobody").status()).isEqualTo(404);
    }

    /** Each request leaves one row, whatever it opened. */
    @Test
    void who_opened_what_is_on_record() {
        api.get("/v1/customers/" + id + "?view=full&reason=ticket-7");
        String payment =
                api.post("/v1/payments", Api.newKey(), """
                    {"amount":1250,"currency":"EUR","payment_method":"pm_card_visa","customer":"%s",
                     "description":"For Anna","metadata":{"seat":"12"}}\
                    """.formatted(id)).text("id");
        api.get("/v1/payments/" + payment);
        JsonNode log = api.get("/v1/customers/" + id + "/access-log").json().path("data");
        assertThat(log).hasSize(2);
        assertThat(log.get(0).path("purpose").asString()).isEqualTo("payment.read");
        assertThat(log.get(0).path("fields").toString()).isEqualTo("[\"payment.description\",\"payment.metadata\"]");
        assertThat(log.get(1).path("purpose").asString()).isEqualTo("customer.read_full");
        assertThat(log.get(1).path("reason").asString()).isEqualTo("ticket-7");
        assertThat(log.get(1).path("actor").asString()).startsWith("key_");
        assertThat(log.get(1).path("request_id").asString()).startsWith("req_");
    }

    @Test
    void a_payment_may_name_only_the_merchants_own_customer() {
        String body = "{\"amount\":1,\"currency\":\"EUR\",\"payment_method\":\"pm_card_visa\",\"customer\":\"%s\"}";
        Api.Answer paid = api.post("/v1/payments", Api.newKey(), body.formatted(id));
        assertThat(paid.text("customer")).isEqualTo(id);
        String other = operator.post("/v1/merchants", "{\"name\":\"Other\"}").text("id");
        Api stranger = api.with(operator.post("/v1/api-keys", "{\"name\":\"k\",\"merchant\":\"%s\"}".formatted(other))
                .text("secret"));
        Api.Answer refused = stranger.post("/v1/payments", Api.newKey(), body.formatted(id));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("param")).isEqualTo("customer");
    }

    @Test
    void one_value_that_was_changed_in_the_database_keeps_no_other_from_being_read() {
        String payment =
                api.post("/v1/payments", Api.newKey(), """
                    {"amount":1250,"currency":"EUR","payment_method":"pm_card_visa","customer":"%s",
                     "description":"For Anna","metadata":{"seat":"12"}}\
                    """.formatted(id)).text("id");
        String customerRow = "id = '" + IdKind.CUSTOMER.parse(id).orElseThrow() + "'";
        String paymentRow = "id = '" + IdKind.PAYMENT.parse(payment).orElseThrow() + "'";
        flipABit("privacy.customer", "email", customerRow);
        flipABit("domain.payment", "description", paymentRow);
        try {
            JsonNode shown = row("/v1/customers", id);
            assertThat(shown.path("email").isNull()).isTrue();
            assertThat(shown.path("unreadable").toString()).isEqualTo("[\"email\"]");
            assertThat(shown.path("name").asString()).isEqualTo("A••• L•••");
            assertThat(api.get("/v1/customers/" + id).text("code")).isEqualTo("sealed_value_broken");
            JsonNode paid = row("/v1/payments", payment);
            assertThat(paid.path("description").isNull()).isTrue();
            assertThat(paid.path("unreadable").toString()).isEqualTo("[\"description\"]");
            assertThat(paid.path("metadata").path("seat").asString()).isEqualTo("12");
            assertThat(api.get("/v1/payments/" + payment).text("code")).isEqualTo("sealed_value_broken");
            assertThat(operator.get("/v1/audit-log?limit=100").body()).contains("sealed_value.broken", id, payment);
            assertThat(api.get("/metrics").body())
                    .contains("counterfoil_sealed_values_broken_total{", "column=\"customer.email\"");
        } finally {
            flipABit("privacy.customer", "email", customerRow);
            flipABit("domain.payment", "description", paymentRow);
        }
        assertThat(row("/v1/customers", id).has("unreadable")).isFalse();
        assertThat(api.get("/v1/payments/" + payment).text("description")).isEqualTo("For Anna");
    }

    private void flipABit(String table, String column, String row) {
        assertThat(database.update("UPDATE %1$s SET %2$s = set_byte(%2$s, 20, get_byte(%2$s, 20) # 1) WHERE %3$s"
                        .formatted(table, column, row)))
                .isEqualTo(1);
    }

    private JsonNode row(String list, String wanted) {
        Api.Answer answer = api.get(list + "?limit=100");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json()
                .path("data")
                .valueStream()
                .filter(one -> one.path("id").asString().equals(wanted))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_repeated_request_makes_one_customer() {
        String key = Api.newKey();
        Api.Answer first = api.post("/v1/customers", key, "{\"name\":\"Once\"}");
        Api.Answer again = api.post("/v1/customers", key, "{\"name\":\"Once\"}");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    }

    @Test
    void the_record_of_processing_names_each_column_with_its_basis() {
        Api.Answer record = operator.get("/v1/privacy/record-of-processing");
        assertThat(record.body()).contains("customer.email", "payment.description", "Article 6 (1) (b)");
        Api.Answer page = operator.send(
                operator.request("/v1/privacy/record-of-processing").header("Accept", "text/html"));
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.body()).contains("<h1>Record of processing activities</h1>", "customer.email");
        assertThat(api.with("").get("/v1/privacy/record-of-processing").status())
                .isEqualTo(401);
    }
}
