package io.counterfoil.liberty.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.edge.Described.Route;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.SharedServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two merchants walk every route that names an object. What one has made, the other neither reads nor changes, and can't even
 * tell from what was never there.
 */
@ExtendWith(SharedServer.class)
class MerchantsApartIT {

    private static final String NEVER = "01jd3k5v8qe9yr6p5x0m2s7t4w";

    private final Api api;
    private final Api operator;
    private final Described described;

    MerchantsApartIT(Api api, CounterfoilProcess server) {
        this.api = api;
        this.operator = api.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
        this.described = Described.by(api);
    }

    @Test
    void neither_reads_nor_changes_what_is_the_others() {
        Api owner = merchant("owner");
        Api stranger = merchant("stranger");
        makeOneOfEach(owner);
        // Once more, now that there is an endpoint: so that there are deliveries.
        makeOneOfEach(owner);
        await("the owner's own requests are done")
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    String requests = lists(owner).getOrDefault("/v1/privacy/requests", "");
                    return !requests.contains("\"status\":\"pending\"")
                            && !requests.contains("\"status\":\"in_progress\"");
                });
        Map<String, String> ids = idsOf(owner);
        Map<String, String> before = lists(owner);
        List<String> walked = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (Route route : described.routes()) {
            if (!route.hasParameters() || !route.path().startsWith("/v1/")) {
                continue;
            }
            Optional<String> id = Optional.ofNullable(ids.get(collection(route.path())));
            if (id.isEmpty()) {
                left.add(route.toString());
                continue;
            }
            Api.Answer theirs = call(stranger, route, id.get());
            Api.Answer nothing = call(stranger, route, never(id.get()));
            assertThat(theirs.status())
                    .as("%s with another's %s: %s", route, id.get(), theirs.body())
                    .isIn(400, 403, 404);
            assertThat(same(theirs))
                    .as("%s tells another's from nobody's", route)
                    .isEqualTo(same(nothing));
            assertThat(theirs.body()).doesNotContain(id.get());
            walked.add(route.toString());
        }
        System.out.println("two merchants: walked " + walked.size() + " of " + (walked.size() + left.size())
                + " routes that name an object; not reached, because a merchant can't make one: " + left);
        assertThat(walked)
                .contains("GET /v1/payments/{id}", "POST /v1/payments/{id}/refunds", "DELETE /v1/api-keys/{id}");
        assertThat(walked).hasSizeGreaterThan(left.size());
        assertThat(lists(owner)).isEqualTo(before);
        lists(stranger)
                .forEach((path, list) ->
                        ids.values().forEach(id -> assertThat(list).as(path).doesNotContain(id)));
    }

    /** From the examples of the description: a new kind of object is made because it is described. */
    private void makeOneOfEach(Api owner) {
        for (Route route : described.routes()) {
            if (route.method().equals("POST")
                    && !route.hasParameters()
                    && route.path().startsWith("/v1/")) {
                call(owner, route, "");
            }
        }
        await("an event")
                .until(() -> !lists(owner).getOrDefault("/v1/events", "").contains("\"data\":[]"));
    }

    /** The newest object of every collection that the owner can list, by the collection's path. */
    private Map<String, String> idsOf(Api owner) {
        Map<String, String> ids = new TreeMap<>();
        for (Route route : described.routes()) {
            if (route.method().equals("GET")
                    && !route.hasParameters()
                    && route.path().startsWith("/v1/")) {
                Api.Answer list = owner.get(route.path());
                String id = list.status() == 200
                        ? list.json().path("data").path(0).path("id").asString("")
                        : "";
                if (!id.isEmpty()) {
                    ids.put(route.path(), id);
                }
            }
        }
        Api.Answer payment = owner.get("/v1/payments/" + ids.get("/v1/payments"));
        ids.put("/v1/receipts", payment.json().path("receipt").path("id").asString());
        ids.put(
                "/v1/idempotency-keys",
                payment.json().path("receipt").path("idempotency_key").asString());
        return ids;
    }

    private Map<String, String> lists(Api whose) {
        Map<String, String> lists = new TreeMap<>();
        for (Route route : described.routes()) {
            if (route.method().equals("GET")
                    && !route.hasParameters()
                    && described.methodsOf(route.path() + "/{id}").contains("GET")) {
                Api.Answer list = whose.get(route.path());
                if (list.status() == 200) {
                    // deliveries go on by themselves
                    lists.put(
                            route.path(),
                            route.path().equals("/v1/webhook-deliveries")
                                    ? String.join(" ", list.json().findValuesAsString("id"))
                                    : list.body());
                }
            }
        }
        return lists;
    }

    private static Api.Answer call(Api caller, Route route, String id) {
        return caller.send(caller.request(route.with(id))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", Api.newKey())
                .method(
                        route.method(),
                        route.example()
                                .map(example -> BodyPublishers.ofString(example.toString()))
                                .orElseGet(BodyPublishers::noBody)));
    }

    private static String collection(String path) {
        return path.substring(0, path.indexOf("/{"));
    }

    /** An id of the same form that was never given to anything. */
    private static String never(String id) {
        int underscore = id.indexOf('_');
        return underscore == 3 ? id.substring(0, 4) + NEVER : Api.newKey();
    }

    private static String same(Api.Answer answer) {
        return answer.status() + answer.body().replaceAll("req_[0-9a-z]+", "req");
    }

    private Api merchant(String name) {
        String id = operator.post("/v1/merchants", "{\"name\":\"%s\"}".formatted(name))
                .text("id");
        return api.with(operator.post("/v1/api-keys", "{\"name\":\"%s\",\"merchant\":\"%s\"}".formatted(name, id))
                .text("secret"));
    }
}
