package io.counterfoil.liberty.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.edge.Described.Route;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.SharedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Two merchants walk every route that names an object. What one has made, the other neither reads nor changes, and can't even
 * tell from what was never there.
 */
@ExtendWith(SharedServer.class)
class MerchantsApartIT {

    private static final String NEVER = "01jd3k5v8qe9yr6p5x0m2s7t4w";

    /** Routes whose objects no merchant can have: operators' own, and the days and logs of the server. */
    private static final List<String> OPERATORS = List.of(
            "/v1/alert-channels/",
            "/v1/alert-rules/",
            "/v1/incidents/",
            "/v1/merchants/",
            "/v1/operator-tokens/",
            "/v1/reviews/",
            "/v1/transparency/",
            "/v1/vault/rotations/");

    /** Members and parameters that take the id of an object: where such an object is listed. */
    private static final Map<String, String> NAMED = Map.of(
            "customer", "/v1/customers",
            "endpoint", "/v1/webhook-endpoints",
            "event", "/v1/events",
            "api_key", "/v1/api-keys",
            "webhook_endpoint", "/v1/webhook-endpoints",
            "merchant", "/v1/merchants");

    private static final String REFUNDS = "/v1/payments/*/refunds";
    private static final String RECOVERIES = "/v1/webhook-endpoints/*/recover";

    private static final Set<String> CURSORS = Set.of("starting_after", "ending_before");

    private final Api api;
    private final Api operator;
    private final CounterfoilProcess server;
    private final Described described;

    MerchantsApartIT(Api api, CounterfoilProcess server) {
        this.api = api;
        this.operator = api.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
        this.server = server;
        this.described = Described.by(api);
    }

    /** A merchant, and the first of its keys. */
    private record Merchant(String id, String secret, Api api) {}

    @Test
    void neither_reads_nor_changes_what_is_the_others() {
        Merchant merchant = merchant("owner");
        Api owner = merchant.api();
        Api stranger = merchant("stranger").api();
        makeOneOfEach(owner);
        // Once more, now that there is an endpoint: so that there are deliveries.
        makeOneOfEach(owner);
        awaitRequestsOf(owner);
        makeAlertOf(merchant);
        Map<String, String> ids = idsOf(owner);
        ids.put("/v1/merchants", merchant.id());
        Map<String, String> before = lists(owner);
        List<String> walked = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (Route route : described.routes()) {
            if (!route.hasParameters() || !route.path().startsWith("/v1/")) {
                continue;
            }
            Optional<String> id = Optional.ofNullable(ids.get(collection(route.path())));
            if (id.isEmpty() || OPERATORS.stream().anyMatch(route.path()::startsWith)) {
                left.add(route.toString());
                continue;
            }
            Api.Answer theirs = send(stranger, route, path(route, id.get(), ids::get), route.example());
            Api.Answer nothing = send(
                    stranger,
                    route,
                    path(route, never(id.get()), collection -> never(ids.get(collection))),
                    route.example());
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
        assertThat(left).allMatch(route -> OPERATORS.stream().anyMatch(route::contains));
        assertThat(lists(owner)).isEqualTo(before);
        lists(stranger)
                .forEach((path, list) ->
                        ids.values().forEach(id -> assertThat(list).as(path).doesNotContain(id)));
    }

    /**
     * The other's ids where a body or a query names an object, and as the place where a page begins. The stranger has one of
     * each too: so that there is something to be seen, and to be changed.
     */
    @Test
    void neither_is_let_in_by_an_id_in_a_body_or_a_query() {
        Merchant merchant = merchant("owner");
        Api owner = merchant.api();
        Api stranger = merchant("stranger").api();
        for (Api each : List.of(owner, stranger)) {
            makeOneOfEach(each);
            makeOneOfEach(each);
            awaitRequestsOf(each);
        }
        Map<String, String> ids = idsOf(owner);
        ids.put("/v1/merchants", merchant.id());
        Map<String, String> own = idsOf(stranger);
        Map<String, String> before = lists(owner);
        List<String> walked = new ArrayList<>();
        for (Route route : described.routes()) {
            if (!route.path().startsWith("/v1/") || OPERATORS.stream().anyMatch((route.path() + "/")::startsWith)) {
                continue;
            }
            String ownId = route.hasParameters() ? own.getOrDefault(collection(route.path()), "x") : "";
            for (String query : route.queries()) {
                Optional.ofNullable(ids.get(CURSORS.contains(query) ? listed(route) : NAMED.getOrDefault(query, "")))
                        .ifPresent(id -> {
                            Api.Answer theirs = query(stranger, route, ownId, query, id);
                            Api.Answer nothing = query(stranger, route, ownId, query, never(id));
                            assertApart(route + "?" + query, theirs, nothing, ids);
                            walked.add(route + "?" + query);
                        });
            }
            for (String member : route.members().keySet()) {
                Optional.ofNullable(ids.get(NAMED.getOrDefault(member, ""))).ifPresent(id -> {
                    Api.Answer theirs = body(stranger, route, ownId, member, id);
                    Api.Answer nothing = body(stranger, route, ownId, member, never(id));
                    assertThat(theirs.status())
                            .as("%s %s: %s", route, member, theirs.body())
                            .isBetween(400, 404);
                    assertThat(same(theirs)).as("%s %s", route, member).isEqualTo(same(nothing));
                    assertApart(route + " " + member, theirs, nothing, ids);
                    walked.add(route + " " + member);
                });
            }
        }
        System.out.println("two merchants: another's id in " + walked.size() + " members and parameters: " + walked);
        assertThat(walked)
                .contains(
                        "POST /v1/payments customer",
                        "POST /v1/privacy/requests customer",
                        "POST /v1/api-keys merchant",
                        "GET /v1/webhook-deliveries?endpoint",
                        "GET /v1/webhook-deliveries?event",
                        "GET /v1/usage/sightings?api_key",
                        "GET /v1/api-keys?merchant",
                        "GET /v1/payments?starting_after");
        assertThat(lists(owner)).isEqualTo(before);
    }

    private static void assertApart(String where, Api.Answer theirs, Api.Answer nothing, Map<String, String> ids) {
        assertThat(theirs.status())
                .as("%s: %s", where, theirs.body())
                .isEqualTo(nothing.status())
                .isBetween(200, 404);
        assertThat(ids.values()).as("%s: %s", where, theirs.body()).noneMatch(theirs.body()::contains);
        boolean filters = NAMED.containsKey(where.substring(where.indexOf('?') + 1)) && !where.endsWith("merchant");
        if (filters) {
            assertThat(same(theirs))
                    .as("%s tells another's from nobody's", where)
                    .isEqualTo(same(nothing));
        }
    }

    private static Api.Answer query(Api caller, Route route, String ownId, String name, String id) {
        return send(caller, route, route.with(ownId) + "?" + name + "=" + id, route.example());
    }

    private static Api.Answer body(Api caller, Route route, String ownId, String name, String id) {
        ObjectNode body = (ObjectNode)
                route.example().orElseGet(Api.JSON::createObjectNode).deepCopy();
        // one of the two names a customer
        body.remove("email");
        body.put(name, id);
        return send(caller, route, route.with(ownId), Optional.of(body));
    }

    private static String path(Route route, String id, UnaryOperator<String> below) {
        return route.path()
                .replace("{refund}", below.apply(REFUNDS))
                .replace("{recovery}", below.apply(RECOVERIES))
                .replaceAll("\\{[^}]+}", id);
    }

    /** The collection whose ids a page of this route begins behind. */
    private static String listed(Route route) {
        return route.hasParameters() ? collection(route.path()) + "/*" + last(route.path()) : route.path();
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/'));
    }

    private void awaitRequestsOf(Api owner) {
        await("the merchant's own requests are done")
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    String requests = lists(owner).getOrDefault("/v1/privacy/requests", "");
                    return !requests.contains("\"status\":\"pending\"")
                            && !requests.contains("\"status\":\"in_progress\"");
                });
    }

    /** A key of the merchant's that was sent in the clear. */
    private void makeAlertOf(Merchant merchant) {
        try (Socket socket = new Socket("localhost", server.httpPort())) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                            .formatted(merchant.secret())
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        await("an alert, and the news of it")
                .atMost(Duration.ofSeconds(60))
                .until(() -> merchant.api().get("/v1/alerts").body().contains("\"key_in_plain_http\"")
                        && merchant.api().get("/v1/events").body().contains("\"alert.raised\""));
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
        ids.put(
                REFUNDS,
                owner.post("/v1/payments/" + ids.get("/v1/payments") + "/refunds", Api.newKey(), "{\"amount\":1}")
                        .text("id"));
        ids.put(
                RECOVERIES,
                owner.post(
                                "/v1/webhook-endpoints/" + ids.get("/v1/webhook-endpoints") + "/recover",
                                "{\"since\":\"%s\"}".formatted(Instant.now()))
                        .text("id"));
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
        return send(caller, route, route.with(id), route.example());
    }

    private static Api.Answer send(Api caller, Route route, String path, Optional<? extends JsonNode> body) {
        return caller.send(caller.request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", Api.newKey())
                .method(
                        route.method(),
                        body.map(example -> BodyPublishers.ofString(example.toString()))
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

    private Merchant merchant(String name) {
        String id = operator.post("/v1/merchants", "{\"name\":\"%s\"}".formatted(name))
                .text("id");
        String secret = operator.post("/v1/api-keys", "{\"name\":\"%s\",\"merchant\":\"%s\"}".formatted(name, id))
                .text("secret");
        return new Merchant(id, secret, api.with(secret));
    }
}
