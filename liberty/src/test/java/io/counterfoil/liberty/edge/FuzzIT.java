package io.counterfoil.liberty.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.edge.Described.Route;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.SharedServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.ObjectNode;

/** Every route that the server describes, under everything that a client should not send. */
@ExtendWith(SharedServer.class)
class FuzzIT {

    private static final Set<String> NAMES_OF_STATEMENTS =
            Set.of("Exception", "\tat ", "io.counterfoil.", "com.ibm.", "org.hibernate");
    private static final String UNKNOWN = "01jd3k5v8qe9yr6p5x0m2s7t4w";

    private static final int MOST_SENDERS = 80;

    private static final String OBJECT = "{\"a\":{\"b\":[]}}";

    private static final List<String> WRONG_VALUES = List.of(
            OBJECT,
            "[[[]]]",
            "1e99999",
            "123456789012345678901234567890123456789012345678901234567890",
            "-0.5",
            "\"\\u0000\\u001b[31m\"",
            "\"\\ud800\"",
            "\"" + "x".repeat(20_000) + "\"");

    private static final List<String> WRONG_BODIES = List.of(
            "{",
            "nonsense",
            "[]",
            "\"x\"",
            "null",
            "{}{}",
            "{\"unheard_of\":1}",
            "{\"a\":1,\"a\":1}",
            "{\"a\":\"\u0001\"}",
            "[".repeat(5_000),
            "{\"unheard_of\":" + "{\"a\":".repeat(40) + "1" + "}".repeat(40) + "}",
            "\u0000",
            "{'a':1}");

    private static final List<String> WRONG_PATHS = List.of(
            "x",
            "pay_" + UNKNOWN,
            "key_" + UNKNOWN,
            "%2e%2e%2f",
            "..%5c",
            "%ff%fe",
            "%F0%9F%92%B3",
            "a;b=c",
            "'%20OR%201=1--",
            "x".repeat(3_000));

    private static final List<String> WRONG_QUERIES = List.of(
            "limit=-1",
            "limit=99999999999999999999",
            "limit=%00",
            "starting_after=%F0",
            "ending_before='",
            "from=never&to=now&by=x",
            "merchant=x&livemode=x",
            "a=" + "x".repeat(4_000),
            "=&&==",
            "status=%5B%5D");

    private final Api api;
    private final CounterfoilProcess server;
    private final Described described;
    private int sent;

    FuzzIT(Api api, CounterfoilProcess server) {
        this.api = api;
        this.server = server;
        this.described = Described.by(api);
    }

    @Test
    void bodies_that_can_not_be_are_refused_as_problems_and_write_nothing() {
        Books before = Books.of(server);
        for (Route route : described.routes()) {
            if (route.hasBody()) {
                Api caller = caller(route);
                for (String body : bodies(route)) {
                    refused(route, caller, body, "application/json");
                }
                refused(route, caller, "{\"a\":\"" + "x".repeat(70_000) + "\"}", "application/json");
                refused(route, caller, "<a/>", "application/xml");
                refused(route, caller, "a=b", "application/x-www-form-urlencoded");
                refused(route, caller, "{}", "application/json; charset=utf-16");
                refused(route, caller, "{\"a\":1}", "nonsense");
            }
        }
        System.out.println(
                "bodies: " + sent + " requests to " + described.routes().size() + " routes");
        assertThat(Books.of(server)).isEqualTo(before);
    }

    @Test
    void paths_queries_and_methods_that_can_not_be_are_refused_as_problems_and_write_nothing() {
        Books before = Books.of(server);
        for (Route route : described.routes()) {
            Api caller = caller(route);
            if (route.method().equals("GET")) {
                for (String query : WRONG_QUERIES) {
                    judged(
                            route,
                            caller.send(caller.request(route.with("x") + "?" + query)
                                    .GET()),
                            200);
                }
            }
            if (route.hasParameters()) {
                for (String value : WRONG_PATHS) {
                    judged(route, send(caller, route.method(), route.with(value), ""), 400);
                }
            }
            for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "PROPFIND", "TRACE")) {
                if (!described.methodsOf(route.path()).contains(method)) {
                    Api.Answer answer = send(caller, method, route.with("x"), "");
                    judged(route, answer, 400);
                    assertThat(answer.status()).as("%s %s", method, route).isIn(404, 405);
                }
            }
            judged(route, send(caller, "OPTIONS", route.with("x"), ""), 200);
            Api.Answer head = send(caller, "HEAD", route.with("x"), "");
            assertThat(head.status()).as("HEAD %s", route).isBetween(200, 499);
            assertThat(head.body()).as("HEAD %s", route).isEmpty();
        }
        System.out.println("paths, queries, methods: " + sent + " requests to "
                + described.routes().size() + " routes");
        assertThat(Books.of(server)).isEqualTo(before);
    }

    @Test
    void credentials_that_are_of_no_use_are_refused_on_every_route_and_write_nothing() {
        Map<String, Integer> useless = Map.of(
                "nonsense",
                401,
                "sk_test_0000000000000000000000000000000mLq17",
                401,
                MadeUp.credential("sk_test_", "A".repeat(30)),
                401,
                MadeUp.credential("sk_live_", "B".repeat(30)),
                401,
                revoked(),
                401,
                rolled(),
                401);
        Api reader = restricted();
        String unknownOperator = MadeUp.credential("op_", "C".repeat(30));
        // Ten of them, and this address is locked out from every operator's call for half an hour.
        int operatorTokens = 5;
        Books before = Books.of(server);
        for (Route route : described.routes()) {
            if (route.open()) {
                continue;
            }
            String body = route.example().map(Object::toString).orElse("");
            Api.Answer nobody = send(api.with(""), route.method(), route.with(UNKNOWN), body);
            judged(route, nobody, 401);
            assertThat(nobody.status()).as("%s without a credential", route).isEqualTo(401);
            useless.forEach((secret, status) -> {
                Api.Answer answer = send(api.with(secret), route.method(), route.with(UNKNOWN), body);
                judged(route, answer, 401);
                assertThat(answer.status())
                        .as("%s with %s…", route, secret.substring(0, 8))
                        .isIn(status, 429);
            });
            if (operatorTokens-- > 0) {
                Api.Answer answer = send(api.with(unknownOperator), route.method(), route.with(UNKNOWN), body);
                judged(route, answer, 401);
                assertThat(answer.status())
                        .as("%s with a made-up operator token", route)
                        .isEqualTo(401);
            }
            if (!route.method().equals("GET")) {
                Api.Answer answer = send(reader, route.method(), route.with(UNKNOWN), body);
                judged(route, answer, 403);
                assertThat(answer.status())
                        .as("%s with a key that may only read payments", route)
                        .isEqualTo(403);
            }
        }
        System.out.println(
                "credentials: " + sent + " requests to " + described.routes().size() + " routes");
        assertThat(Books.of(server)).isEqualTo(before);
    }

    @Test
    void bodies_that_end_too_soon_are_refused_or_the_connection_is_closed() {
        List<String> truncated = List.of(
                "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\nzz\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n",
                "Transfer-Encoding: chunked\r\n\r\n50\r\n{\"a\":",
                "Content-Length: 500\r\n\r\n{\"a\":");
        Books before = Books.of(server);
        onEveryRouteWithBody(truncated, SlowSender::fallSilent);
        assertThat(Books.of(server)).isEqualTo(before);
    }

    @Test
    void bodies_that_drip_in_are_refused_or_the_connection_is_closed() {
        Books before = Books.of(server);
        onEveryRouteWithBody(
                List.of("Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"), sender -> drip(sender, "1\r\n \r\n"));
        onEveryRouteWithBody(List.of("Content-Length: 500\r\n\r\n{"), sender -> drip(sender, " "));
        assertThat(Books.of(server)).isEqualTo(before);
    }

    /** Many at once: each waits for the server, and the server for each. */
    private void onEveryRouteWithBody(List<String> beginnings, Consumer<SlowSender> trouble) {
        ExecutorService senders = Executors.newFixedThreadPool(MOST_SENDERS);
        try {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (Route route : described.routes()) {
                if (route.hasBody()) {
                    String secret = secretFor(route);
                    for (String beginning : beginnings) {
                        all.add(CompletableFuture.runAsync(
                                () -> trouble(route, head(route, secret) + beginning, trouble), senders));
                    }
                }
            }
            all.forEach(CompletableFuture::join);
            System.out.println("truncated or slow bodies: " + all.size() + " requests");
        } finally {
            senders.shutdownNow();
        }
    }

    private void trouble(Route route, String request, Consumer<SlowSender> trouble) {
        long began = System.nanoTime();
        try (SlowSender sender = new SlowSender(server)) {
            sender.say(request);
            trouble.accept(sender);
            String answer = sender.answer();
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("%s", route)
                    .isLessThan(Duration.ofSeconds(50));
            assertThat(answer).as("%s", route).doesNotContain("HTTP/1.1 5", "HTTP/1.1 2");
            assertThat(NAMES_OF_STATEMENTS).as("%s: %s", route, answer).noneMatch(answer::contains);
        }
    }

    private static String head(Route route, String secret) {
        return "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        .formatted(route.method(), route.with("x"))
                + "Authorization: Bearer " + secret + "\r\nIdempotency-Key: " + Api.newKey() + "\r\n";
    }

    /** A space each second, until the server has heard enough. */
    private static void drip(SlowSender sender, String drop) {
        try {
            for (int i = 0; i < 60 && !sender.isAnswered(Duration.ofSeconds(1)); i++) {
                sender.say(drop);
            }
        } catch (IllegalStateException hungUp) {
            // as good as an answer
        }
    }

    private List<String> bodies(Route route) {
        List<String> bodies = new ArrayList<>(WRONG_BODIES);
        route.members().forEach((member, required) -> {
            for (String value : WRONG_VALUES) {
                if (value.equals(OBJECT) && route.objects().contains(member)) {
                    continue;
                }
                ObjectNode example = (ObjectNode)
                        route.example().orElseGet(Api.JSON::createObjectNode).deepCopy();
                example.remove(member);
                String rest = example.toString();
                bodies.add("{\"" + member + "\":" + value + (rest.length() > 2 ? "," : "") + rest.substring(1));
            }
            if (required) {
                bodies.add("{\"" + member + "\":null}");
            }
        });
        return bodies;
    }

    private void refused(Route route, Api caller, String body, String contentType) {
        Api.Answer answer = caller.send(caller.request(route.with("x"))
                .header("Content-Type", contentType)
                .header("Idempotency-Key", Api.newKey())
                .method(route.method(), BodyPublishers.ofString(body)));
        judged(route, answer, isLenient(route) ? 200 : 400);
    }

    /** Where others decide what is in a body, unknown members are no error (contract). */
    private static boolean isLenient(Route route) {
        return route.path().startsWith("/v1/leaks")
                || route.path().startsWith("/opendsr")
                || route.path().equals("/v1/receipts/verify");
    }

    private static Api.Answer send(Api caller, String method, String path, String body) {
        HttpRequest.Builder request = caller.request(path).header("Idempotency-Key", Api.newKey());
        return caller.send(
                body.isEmpty()
                        ? request.method(method, BodyPublishers.noBody())
                        : request.header("Content-Type", "application/json")
                                .method(method, BodyPublishers.ofString(body)));
    }

    private void judged(Route route, Api.Answer answer, int least) {
        sent++;
        assertThat(answer.status()).as("%s: %s", route, answer.body()).isBetween(least, 499);
        if (answer.status() >= 400 && Described.isJson(route.path())) {
            assertThat(answer.header("Content-Type"))
                    .as("%s: %s", route, answer.body())
                    .startsWith("application/problem+json");
            assertThat(answer.header("Request-Id")).as("%s", route).startsWith("req_");
            assertThat(answer.text("request_id")).isEqualTo(answer.header("Request-Id"));
            assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
        }
        assertThat(NAMES_OF_STATEMENTS).as("%s: %s", route, answer.body()).noneMatch(answer.body()::contains);
        assertThat(answer.headers()).doesNotContainKeys("x-powered-by", "server");
    }

    /** Somebody who may call it, so that the input is looked at. */
    private Api caller(Route route) {
        return api.with(secretFor(route));
    }

    private String secretFor(Route route) {
        String operator = server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN");
        Api.Answer asMerchant = send(api, route.method(), route.with("x"), "{");
        return asMerchant.status() == 403 ? operator : server.firstRun().get("COUNTERFOIL_TEST_KEY");
    }

    private String revoked() {
        Api.Answer made = api.post("/v1/api-keys", "{\"name\":\"fuzz: revoked\"}");
        api.delete("/v1/api-keys/" + made.text("id"));
        return ended(made.text("secret"));
    }

    private String rolled() {
        Api.Answer made = api.post("/v1/api-keys", "{\"name\":\"fuzz: expired\"}");
        api.post("/v1/api-keys/" + made.text("id") + "/roll", "{\"expires_in\":0}");
        return ended(made.text("secret"));
    }

    private String ended(String secret) {
        await().until(() -> api.with(secret).get("/v1/payments").status() == 401);
        return secret;
    }

    private Api restricted() {
        return api.with(api.post("/v1/api-keys", "{\"name\":\"fuzz: reader\",\"scopes\":[\"payments:read\"]}")
                .text("secret"));
    }
}
