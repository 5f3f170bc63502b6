package io.counterfoil.liberty.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import io.counterfoil.liberty.process.Github;
import io.counterfoil.liberty.process.Redis;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two production servers on one database: what dies on one dies on the other. */
class ExposedKeysIT {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @SuppressWarnings("NonFinalStaticField") // set once, before the first test
    @TempDir
    static Path directory;

    private static Github github;
    private static Optional<Redis> redis = Optional.empty();
    private static CounterfoilProcess first;
    private static CounterfoilProcess second;
    private static Api operator;
    private static String merchant;

    @BeforeAll
    static void start() throws IOException {
        github = Github.start();
        redis = Redis.start();
        Path home = directory.resolve("first");
        first = production(home).start();
        second = production(directory.resolve("second"))
                .with("COUNTERFOIL_DATABASE_URL", databaseUrl(home))
                .with("COUNTERFOIL_DATABASE_USER", "counterfoil")
                .with(
                        "COUNTERFOIL_DATABASE_PASSWORD",
                        Files.readString(home.resolve("postgres/password")).strip())
                .with("COUNTERFOIL_ROOT_KEY_FILE", home.resolve("keys/root.key").toString())
                .with(
                        "COUNTERFOIL_TRANSPARENCY_RECORD",
                        home.resolve("transparency/published-checkpoints").toString())
                .start();
        operator = Api.of(first, first.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
        merchant = operator.post("/v1/merchants", "{\"name\":\"Shop\"}").text("id");
    }

    private static Distribution production(Path home) {
        Distribution server = Distribution.on(home);
        redis.ifPresent(shared -> server.with("COUNTERFOIL_RATE_LIMITS_REDIS", shared.url()));
        return server.with("COUNTERFOIL_ENV", "production")
                .with("COUNTERFOIL_STRIPE_KEY", "sk_live_" + "0".repeat(24))
                .with("COUNTERFOIL_LEAKS_GITHUB_KEYS_URL", github.keysUrl())
                .with("COUNTERFOIL_RATE_LIMITS", "1000");
    }

    private static String databaseUrl(Path home) throws IOException {
        String port =
                Files.readAllLines(home.resolve("postgres/data/postmaster.pid")).get(3);
        return "jdbc:postgresql://127.0.0.1:" + port.strip() + "/counterfoil";
    }

    @AfterAll
    static void stop() {
        second.close();
        first.close();
        github.close();
        redis.ifPresent(Redis::close);
    }

    @Test
    void a_revoked_key_is_dead_within_a_second_on_every_server_however_busy_it_is() throws InterruptedException {
        Api.Answer key = key(true);
        long revoked = lastUseAfter(
                key.text("secret"),
                () -> assertThat(operator.delete("/v1/api-keys/" + key.text("id"))
                                .status())
                        .isEqualTo(200));

        System.out.printf("revoked: dead on the other server after %s ms%n", TimeUnit.NANOSECONDS.toMillis(revoked));
        assertThat(revoked).isLessThan(SECOND);
    }

    @Test
    void a_key_whose_incident_is_opened_is_dead_within_a_second_on_every_server() throws InterruptedException {
        Api.Answer key = key(true);
        String incident = operator.post(
                        "/v1/incidents",
                        "{\"type\":\"compromised_api_key\",\"api_key\":\"%s\",\"summary\":\"Seen in a chat\"}"
                                .formatted(key.text("id")))
                .text("id");

        long revoked = lastUseAfter(
                key.text("secret"),
                () -> assertThat(operator.post("/v1/incidents/" + incident + "/actions/revoke-keys", "")
                                .status())
                        .isEqualTo(200));

        System.out.printf("incident: dead on the other server after %s ms%n", TimeUnit.NANOSECONDS.toMillis(revoked));
        assertThat(revoked).isLessThan(SECOND);
    }

    /** Uses a key without a pause on the second server, and tells how long after an act on the first one it still worked. */
    private static long lastUseAfter(String secret, Runnable act) throws InterruptedException {
        Api busy = Api.of(second, secret);
        assertThat(busy.get("/v1/payments").status()).isEqualTo(200);
        AtomicLong lastUse = new AtomicLong(System.nanoTime());
        AtomicBoolean dead = new AtomicBoolean();
        List<Thread> users = List.of(user(busy, lastUse, dead), user(busy, lastUse, dead), user(busy, lastUse, dead));
        act.run();
        long acted = System.nanoTime();
        for (Thread user : users) {
            user.join(TimeUnit.SECONDS.toMillis(30));
        }
        assertThat(dead).isTrue();
        assertThat(busy.get("/v1/payments").status()).isEqualTo(401);
        return lastUse.get() - acted;
    }

    /** The time of a use is that of its request: when it was let in, the answer was still to come. */
    private static Thread user(Api key, AtomicLong lastUse, AtomicBoolean dead) {
        Thread thread = new Thread(() -> {
            while (!dead.get()) {
                long sent = System.nanoTime();
                if (key.get("/v1/payments").status() == 200) {
                    lastUse.accumulateAndGet(sent, Math::max);
                } else {
                    dead.set(true);
                }
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void a_key_that_github_reports_is_dead_within_a_second_and_never_comes_back() throws InterruptedException {
        Api.Answer key = key(true);
        String secret = key.text("secret");
        String url = "https://github.com/example/shop/blob/main/.env";
        String report = """
            [{"token":"%s","type":"counterfoil_key","url":"%s?by=Ada#L3","source":"content","new":{"a":[1]}},
             {"token":"sk_live_%s","type":"counterfoil_key","url":"%s"},
             {"token":"nothing of ours","type":"other","url":""}]\
            """.formatted(secret, url, "0".repeat(36), url);

        long revoked = lastUseAfter(secret, () -> {
            Api.Answer feedback = report(report);
            assertThat(feedback.status()).as(feedback.body()).isEqualTo(200);
            assertThat(feedback.json().findValuesAsString("label"))
                    .containsExactly("true_positive", "false_positive", "false_positive");
            assertThat(feedback.json().get(0).path("token_hash").asString()).isEqualTo(Github.hash(secret));
            assertThat(feedback.body()).doesNotContain(secret);
        });

        System.out.printf("leaked: dead on the other server after %s ms%n", TimeUnit.NANOSECONDS.toMillis(revoked));
        assertThat(revoked).isLessThan(SECOND);
        assertThat(report(report).json().findValuesAsString("label")).startsWith("true_positive");
        assertThat(operator.post("/v1/api-keys/" + key.text("id") + "/roll", "").text("code"))
                .isEqualTo("api_key_inactive");
        JsonNode listed = listed(key.text("id"), true);
        assertThat(listed.path("exposed_at").asString("")).isNotEmpty();
        JsonNode event = event(key.text("id"));
        assertThat(event.path("type").asString()).isEqualTo("api_key.revoked");
        assertThat(event.path("data").path("source_url").asString()).isEqualTo(url);
        assertThat(event.path("data").path("source").asString()).isEqualTo("github");
        List<JsonNode> incidents = incidents(key.text("id"));
        assertThat(incidents).singleElement().satisfies(incident -> {
            assertThat(incident.path("type").asString()).isEqualTo("compromised_api_key");
            assertThat(incident.path("opened_by").asString()).isEqualTo("system");
            assertThat(incident.path("summary").asString()).contains("github");
        });
    }

    private static List<JsonNode> incidents(String subject) {
        return StreamSupport.stream(
                        operator.get("/v1/incidents?limit=100")
                                .json()
                                .path("data")
                                .spliterator(),
                        false)
                .filter(incident -> incident.path("subject").asString().equals(subject))
                .toList();
    }

    @Test
    void a_report_that_github_did_not_sign_changes_nothing() {
        Api.Answer key = key(true);
        String report = "[{\"token\":\"%s\",\"type\":\"t\",\"url\":\"u\"}]".formatted(key.text("secret"));
        Api nobody = operator.with("");

        for (HttpRequest.Builder unsigned : List.of(
                nobody.request("/v1/leaks/github"),
                github.signed(nobody.request("/v1/leaks/github"), report + " "),
                github.signed(nobody.request("/v1/leaks/github"), report)
                        .setHeader("Github-Public-Key-Identifier", "another"))) {
            Api.Answer refused = nobody.send(unsigned.POST(HttpRequest.BodyPublishers.ofString(report)));
            assertThat(refused.status()).as(refused.body()).isEqualTo(401);
            assertThat(refused.text("code")).isEqualTo("invalid_signature");
            assertThat(refused.header("WWW-Authenticate")).isNotEmpty();
        }
        assertThat(Api.of(first, key.text("secret")).get("/v1/payments").status())
                .isEqualTo(200);
    }

    @Test
    void a_report_may_have_a_mebibyte_and_no_more() {
        String padding = "x".repeat(1000);
        String long900 = ("{\"token\":\"%s\",\"type\":\"t\",\"url\":\"\"},".formatted(padding)).repeat(900);
        String fits = "[" + long900 + "{\"token\":\"end\"}]";

        assertThat(report(fits).json().size()).isEqualTo(901);
        assertThat(report("[" + long900 + long900 + "{\"token\":\"end\"}]").status())
                .isEqualTo(413);
        for (String wrong : List.of("{}", "[{}]", "[1]", "[{\"token\":7}]", "[", "")) {
            assertThat(report(wrong).status()).as(wrong).isEqualTo(400);
        }
    }

    @Test
    void a_live_key_sent_in_the_clear_ends_and_a_test_key_goes_on() throws IOException {
        Api.Answer live = key(true);
        Api.Answer test = key(false);

        String answer = inTheClear(live.text("secret"));
        assertThat(inTheClear(test.text("secret"))).isEqualTo(answer);
        assertThat(inTheClear("sk_live_" + "0".repeat(36))).isEqualTo(answer);

        await().atMost(Duration.ofSeconds(5))
                .until(() ->
                        Api.of(second, live.text("secret")).get("/v1/payments").status() == 401);
        assertThat(event(live.text("id")).path("data").path("source").asString())
                .isEqualTo("plain_http");
        assertThat(incidents(live.text("id"))).singleElement().satisfies(incident -> {
            assertThat(incident.path("type").asString()).isEqualTo("compromised_api_key");
            assertThat(incident.path("opened_by").asString()).isEqualTo("system");
            assertThat(incident.path("summary").asString()).contains("plain_http");
        });
        assertThat(incidents(test.text("id"))).isEmpty();
        assertThat(Api.of(second, test.text("secret")).get("/v1/payments").status())
                .isEqualTo(200);
    }

    @Test
    void live_and_test_keys_never_see_each_other() {
        Api.Answer live = key(true);
        Api test = Api.of(first, key(false).text("secret"));

        assertThat(test.delete("/v1/api-keys/" + live.text("id")).status()).isEqualTo(404);
        assertThat(test.post("/v1/api-keys/" + live.text("id") + "/roll", "").status())
                .isEqualTo(404);
        assertThat(test.get("/v1/api-keys?limit=100").body()).doesNotContain(live.text("id"));
        assertThat(test.post("/v1/api-keys", "{\"name\":\"x\",\"livemode\":true}")
                        .text("param"))
                .isEqualTo("livemode");
        assertThat(Api.of(first, live.text("secret")).get("/v1/payments").status())
                .isEqualTo(200);
    }

    @Test
    void what_one_mode_has_made_the_other_neither_reads_nor_changes() {
        Api live = Api.of(first, key(true).text("secret"));
        Api test = Api.of(first, key(false).text("secret"));
        Map<String, String> bodies = Map.of(
                "/v1/customers", "{\"reference\":\"c-1\"}",
                "/v1/webhook-endpoints", "{\"url\":\"https://example.com/w\",\"event_types\":[\"*\"]}");
        bodies.forEach((path, body) -> {
            Api.Answer made = live.post(path, body);
            assertThat(made.status()).as(made.body()).isEqualTo(201);
            String own = path + "/" + made.text("id");
            assertThat(live.get(own).status()).isEqualTo(200);
            assertThat(test.get(own).status()).as(own).isEqualTo(404);
            assertThat(change(test, own).status()).as(own).isEqualTo(404);
            assertThat(test.get(path + "?limit=100").body()).doesNotContain(made.text("id"));
        });
        String receiptSecret = live.post("/v1/receipt-secrets/roll", "").text("id");
        assertThat(receiptSecret).isNotEmpty();
        assertThat(test.get("/v1/receipt-secrets").body()).doesNotContain(receiptSecret);
    }

    private static Api.Answer change(Api api, String path) {
        return api.send(api.request(path)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{}")));
    }

    /** On the second server alone: each counts for itself. */
    @Test
    void ten_wrong_tokens_shut_the_door_for_operators_and_for_nobody_else() {
        Api good = operator.at(second);
        String almost = "op_" + "0".repeat(36);
        assertThat(good.get("/v1/merchants").status()).isEqualTo(200);
        for (int i = 0; i < 10; i++) {
            assertThat(Api.of(second, almost).get("/v1/merchants").status()).isEqualTo(401);
        }

        Api.Answer refused = good.get("/v1/merchants");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text("code")).isEqualTo("locked_out");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1_700, 1_800);
        assertThat(withoutId(Api.of(second, almost).get("/v1/merchants"))).isEqualTo(withoutId(refused));
        assertThat(Api.of(second, key(true).text("secret")).get("/v1/payments").status())
                .isEqualTo(200);
        assertThat(operator.get("/v1/merchants").status()).isEqualTo(200);
    }

    /** What a key has left is in Redis while that is there, and in each server when it is not; no test after this one finds it. */
    @Test
    void two_servers_share_the_limits_of_a_key_and_without_redis_each_goes_on_and_tells() {
        assumeTrue(redis.isPresent(), "redis-server is not installed");
        String shop = operator.post("/v1/merchants", "{\"name\":\"Shared\"}").text("id");
        operator.put("/v1/merchants/" + shop + "/limits", "{\"burst\":100,\"requests_per_second\":1}");
        awaitLimits(keyOf(shop));
        String secret = keyOf(shop);
        List<Api> both = List.of(Api.of(first, secret), Api.of(second, secret));

        long began = System.nanoTime();
        int through = 0;
        boolean more = true;
        while (more) {
            more = false;
            for (Api server : both) {
                boolean admitted = server.get("/v1/payments").status() == 200;
                through += admitted ? 1 : 0;
                more |= admitted;
            }
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
        System.out.printf("a burst of 100, shared by two servers: %s let through in %s s%n", through, seconds);
        assertThat(through).isGreaterThanOrEqualTo(100).isLessThanOrEqualTo(110 + (int) seconds);

        redis.orElseThrow().kill();

        // a bucket that Redis said is empty stays so until a token would have come
        both.forEach(server -> await().atMost(Duration.ofSeconds(30))
                .until(() -> server.get("/v1/payments").status() == 200));
        for (int i = 0; i < 40; i++) {
            assertThat(both.get(i % 2).get("/v1/payments").status()).isEqualTo(200);
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> operator.get("/v1/alerts?rule=rate_limits_not_shared")
                        .body()
                        .contains("\"rate_limits_not_shared\""));
    }

    /** Until both servers know a merchant's new limits. */
    private static void awaitLimits(String secret) {
        for (CounterfoilProcess server : List.of(first, second)) {
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> Api.of(server, secret)
                            .get("/v1/payments")
                            .header("RateLimit-Policy")
                            .contains("\"key\";q=100;"));
        }
    }

    private static String keyOf(String shop) {
        return operator.post("/v1/api-keys", "{\"name\":\"shared\",\"merchant\":\"%s\"}".formatted(shop))
                .text("secret");
    }

    private static String withoutId(Api.Answer answer) {
        return answer.body().replaceAll("req_[0-9a-z]+", "");
    }

    private static Api.Answer key(boolean livemode) {
        Api.Answer made = operator.post(
                "/v1/api-keys",
                "{\"name\":\"backend\",\"livemode\":%s,\"merchant\":\"%s\"}".formatted(livemode, merchant));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made;
    }

    private static JsonNode listed(String id, boolean livemode) {
        String path = "/v1/api-keys?limit=100&livemode=%s&merchant=%s".formatted(livemode, merchant);
        return StreamSupport.stream(operator.get(path).json().path("data").spliterator(), false)
                .filter(key -> key.path("id").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** The last event about a key. */
    private static JsonNode event(String key) {
        Api reader = Api.of(first, key(true).text("secret"));
        return StreamSupport.stream(
                        reader.get("/v1/events?limit=100").json().path("data").spliterator(), false)
                .filter(event -> event.path("data").path("api_key").asString("").equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static Api.Answer report(String body) {
        Api nobody = operator.with("");
        return nobody.send(github.signed(nobody.request("/v1/leaks/github"), body)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String inTheClear(String secret) throws IOException {
        try (Socket socket = new Socket("localhost", first.httpPort())) {
            socket.getOutputStream()
                    .write("GET /v1/payments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                            .formatted(secret)
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .replaceAll("req_[0-9a-z]+", "req");
        }
    }
}
