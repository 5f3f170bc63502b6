package io.counterfoil.liberty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.SharedServer;
import java.net.http.HttpRequest;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Who hears of an incident, by which way, and what of it. */
@ExtendWith(SharedServer.class)
class IncidentNoticesIT {

    private final Api operator;
    private LeakyShop shop;

    IncidentNoticesIT(CounterfoilProcess server) {
        this.operator = Api.of(server, server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
    }

    @BeforeEach
    void newShop() {
        shop = LeakyShop.of(operator);
    }

    @Test
    void where_more_customers_were_opened_than_an_event_names_it_counts_the_others() {
        String first = "";
        for (int i = 0; i < 101; i++) {
            Api.Answer made = shop.spare().post("/v1/customers", "{\"email\":\"c%s@example.com\"}".formatted(i));
            assertThat(made.status()).as(made.body()).isEqualTo(201);
            first = i == 0 ? made.text("id") : first;
        }
        assertThat(shop.leaked().get("/v1/customers?limit=100").json().path("data"))
                .hasSize(100);
        assertThat(shop.leaked().get("/v1/customers/" + first).status()).isEqualTo(200);
        String path = "/v1/incidents/"
                + shop.open("\"type\":\"compromised_api_key\",\"api_key\":\"%s\"".formatted(shop.keyId()))
                        .text("id");

        shop.step(path, "notify");

        JsonNode event = shop.events().get(0);
        assertThat(event.path("subjects").asLong()).isEqualTo(101);
        assertThat(event.path("customers")).hasSize(100);
        assertThat(event.path("customers_left_out").asLong()).isEqualTo(1);
    }

    /** A letter says that the key no longer works and that what was done with it was reviewed. */
    @Test
    void nobody_gets_a_letter_that_says_what_was_not_done_yet() {
        String customer = shop.spare()
                .post("/v1/customers", "{\"email\":\"ada@example.com\"}")
                .text("id");
        shop.leaked().get("/v1/customers/" + customer);
        String path = "/v1/incidents/"
                + shop.open("\"type\":\"compromised_api_key\",\"api_key\":\"%s\"".formatted(shop.keyId()))
                        .text("id");
        String notify = path + "/actions/notify";

        Api.Answer early = operator.post(notify, "{\"people\":true}");
        assertThat(early.status()).as(early.body()).isEqualTo(409);
        assertThat(early.text("code")).isEqualTo("step_missing");
        assertThat(early.text("detail")).contains("actions/revoke-keys and actions/review-logs");
        assertThat(operator.get(path).json().path("steps")).isEmpty();
        assertThat(shop.events()).isEmpty();
        assertThat(operator.get(path + "/report")
                        .json()
                        .path("article33")
                        .path("notification_needed")
                        .isNull())
                .isTrue();

        shop.step(path, "revoke-keys");
        assertThat(operator.post(notify, "{\"people\":true}").text("detail"))
                .contains("actions/review-logs")
                .doesNotContain("actions/revoke-keys");
        shop.step(path, "review-logs");
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
        assertThat(shop.spare()
                        .post(endpoints, wanted.formatted("incident.opened"))
                        .status())
                .isEqualTo(201);
        assertThat(shop.spare().post(endpoints, wanted.formatted("payment.*")).status())
                .isEqualTo(201);
        String off = shop.spare().post(endpoints, wanted.formatted("*")).text("id");
        assertThat(shop.spare()
                        .send(shop.spare()
                                .request(endpoints + "/" + off)
                                .header("Content-Type", "application/json")
                                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"status\":\"disabled\"}")))
                        .status())
                .isEqualTo(200);
        String members = "\"type\":\"suspicious_access\",\"api_key\":\"%s\"".formatted(shop.keyId());

        JsonNode rehearsed = shop.step(
                "/v1/incidents/" + shop.open(members + ",\"drill\":true").text("id"), "notify");
        JsonNode told = shop.step("/v1/incidents/" + shop.open(members).text("id"), "notify");

        assertThat(told.path("told").get(0).path("by").get(0).asString()).isEqualTo("webhook");
        assertThat(told.path("told").get(0).path("webhook_endpoints").asInt()).isEqualTo(1);
        assertThat(told.path("told").get(0).path("note").isNull()).isTrue();
        assertThat(rehearsed.path("told").get(0).path("by")).isEmpty();
        assertThat(rehearsed.path("told").get(0).path("webhook_endpoints").asInt())
                .isEqualTo(1);
        assertThat(rehearsed.path("told").get(0).path("note").asString()).isEqualTo("A drill: nobody was told.");
    }
}
