package io.counterfoil.liberty.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.Api;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A server is killed in the middle of what people asked for: another one does it, and it is done once. */
@ExtendWith(SharedCluster.class)
class PrivacyFaultsIT {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int PAYMENTS = 20;
    private static final int REQUESTS = 12;

    private final Cluster cluster;

    PrivacyFaultsIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void copies_and_erasures_that_a_killed_server_worked_on_are_done_by_another_once() {
        LiveMerchant merchant = cluster.merchant();
        Api doomed = cluster.api(0, merchant.key());
        Api other = cluster.api(1, merchant.key());
        String customer = other.post("/v1/customers", "{\"email\":\"anna@example.com\",\"name\":\"Anna Lerche\"}")
                .text("id");
        for (int i = 0; i < PAYMENTS; i++) {
            other.post("/v1/payments", Api.newKey(), """
                    {"amount":1250,"currency":"EUR","payment_method":"pm_card_visa","customer":"%s","description":"d"}""".formatted(customer));
        }
        List<String> requests = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            requests.add(ask(i % 2 == 0 ? doomed : other, "access", customer));
        }
        CompletableFuture<?> back = cluster.killAndRestart(0);
        requests.forEach(request -> awaitCompleted(other, request));
        requests.forEach(request -> assertThat(
                        other.get("/v1/privacy/requests/" + request + "/export").status())
                .isEqualTo(200));
        back.join();

        String erasure = ask(cluster.api(0, merchant.key()), "erasure", customer);
        CompletableFuture<?> backAgain = cluster.killAndRestart(0);
        awaitCompleted(other, erasure);
        backAgain.join();
        requests.add(erasure);

        requests.forEach(request -> assertThat(events(other, "privacy_request.completed", request))
                .as(request)
                .isEqualTo(1));
        assertThat(events(other, "customer.erased", customer)).isEqualTo(1);
        assertThat(other.get("/v1/privacy/requests/" + erasure + "/certificate").status())
                .isEqualTo(200);
    }

    private static String ask(Api api, String type, String customer) {
        Api.Answer made =
                api.post("/v1/privacy/requests", "{\"type\":\"%s\",\"customer\":\"%s\"}".formatted(type, customer));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.text("id");
    }

    private static void awaitCompleted(Api api, String request) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                api.get("/v1/privacy/requests/" + request).text("status"))
                        .isEqualTo("completed"));
    }

    /** How many events of a type name something. */
    private static int events(Api api, String type, String named) {
        int found = 0;
        String page = "/v1/events?limit=100";
        for (boolean more = true; more; ) {
            JsonNode events = api.get(page).json();
            for (JsonNode event : events.path("data")) {
                page = "/v1/events?limit=100&starting_after=" + event.path("id").asString();
                if (event.path("type").asString().equals(type)
                        && event.path("data").toString().contains(named)) {
                    found++;
                }
            }
            more = events.path("has_more").asBoolean();
        }
        return found;
    }
}
