package io.counterfoil.liberty.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Limits of a twentieth: a key has a burst of 50 and 5/s, an address 500 and 50/s, failed authentications 15. */
class RateLimitsIT {

    private static final Pattern ITEM = Pattern.compile("\"([a-z]+)\";r=(\\d+);t=(\\d+)");
    private static final int PLACES = 10;

    private static CounterfoilProcess server;
    private static Api merchant;
    private static Api operator;

    @BeforeAll
    static void start(@TempDir Path home) {
        server = Distribution.on(home)
                .with("COUNTERFOIL_RATE_LIMITS", "0.05")
                .with("COUNTERFOIL_CAPACITY", Integer.toString(PLACES))
                .with("COUNTERFOIL_BODY_TIME", "PT2S")
                .with("COUNTERFOIL_TRUSTED_PROXIES", "127.0.0.1,::1")
                .start();
        merchant = Api.ofDemoMerchant(server);
        operator = merchant.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_key_that_has_used_up_its_own_leaves_others_theirs() {
        Api greedy = key("greedy");
        Api modest = key("modest");
        Caller caller = new Caller(greedy, "203.0.113.1");

        Api.Answer refused = caller.untilRefused("/v1/payments");

        assertRefused(refused, "key");
        assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"address\";q=500;w=10, \"key\";q=50;w=10");
        int others = 0;
        for (int i = 0; i < 20; i++) {
            others += caller.with(modest).get("/v1/payments").status() == 200 ? 1 : 0;
        }
        System.out.println("one key used up: " + others + " of 20 calls with another key answered 200");
        assertThat(others).isEqualTo(20);
        await().atMost(Duration.ofSeconds(8))
                .until(() -> caller.get("/v1/payments").status() == 200);
    }

    @Test
    void whoever_does_not_wait_is_named_by_the_controls_and_each_refusal_is_counted() {
        Api.Answer hasty = merchant.post("/v1/api-keys", "{\"name\":\"hasty\"}");
        Caller caller = new Caller(merchant.with(hasty.text("secret")), "203.0.113.9");

        assertRefused(caller.untilRefused("/v1/payments"), "key");
        // on and on, for longer than what was on its way already could take
        for (int i = 0; i < 300; i++) {
            caller.get("/v1/payments");
        }

        await().pollInterval(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> {
                    assertThat(evidence("limits.backoff").path("clients").toString())
                            .contains(hasty.text("id"));
                    assertThat(evidence("limits.429").path("with_retry_after").asInt())
                            .isPositive();
                });
        assertThat(evidence("limits.429").path("without_retry_after").asInt()).isZero();
        assertThat(evidence("limits.per_user_and_ip")
                        .path("calls_without_limit")
                        .asInt())
                .isZero();
    }

    private static JsonNode evidence(String control) {
        return operator.get("/v1/controls")
                .json()
                .path("data")
                .valueStream()
                .filter(one -> one.path("id").asString().equals(control))
                .findFirst()
                .orElseThrow()
                .path("evidence");
    }

    @Test
    void an_address_that_has_used_up_its_own_leaves_others_theirs() {
        Caller flood = new Caller(merchant.with(""), "203.0.113.2");

        Api.Answer refused = flood.untilRefused("/transparency/receipts/key");

        assertRefused(refused, "address");
        Caller neighbour = new Caller(merchant.with(""), "203.0.113.3");
        int others = 0;
        for (int i = 0; i < 20; i++) {
            others += neighbour.get("/transparency/receipts/key").status() == 200 ? 1 : 0;
        }
        System.out.println("one address used up: " + others + " of 20 calls from another address answered 200");
        assertThat(others).isEqualTo(20);
    }

    @Test
    void failed_authentications_are_refused_and_a_valid_key_beside_them_never_is() {
        Caller guesser = new Caller(merchant.with("sk_test_guess"), "203.0.113.4");

        Api.Answer refused = guesser.untilRefused("/v1/payments");

        assertRefused(refused, "authentication");
        Api good = key("good among bad");
        for (int i = 0; i < 10; i++) {
            guesser.get("/v1/payments");
            assertThat(guesser.with(good).get("/v1/payments").status()).isEqualTo(200);
        }
    }

    @Test
    void calls_that_move_money_have_a_limit_of_their_merchant() {
        String id = shop("slow shop");
        assertThat(limits(id, "{\"money_per_second\":1}").status()).isEqualTo(200);
        List<Caller> keys = List.of(new Caller(keyOf(id), "203.0.113.5"), new Caller(keyOf(id), "203.0.113.6"));

        Api.Answer last = keys.get(0).pay();
        for (int i = 1; i < 20 && last.status() == 201; i++) {
            last = keys.get(i % 2).pay();
        }

        assertRefused(last, "money");
        assertThat(keys.get(0).get("/v1/payments").status()).isEqualTo(200);
    }

    @Test
    void an_operator_gives_a_merchant_limits_of_its_own_and_takes_them_away() {
        String id = shop("big shop");
        assertThat(operator.get("/v1/merchants/" + id + "/limits")
                        .json()
                        .path("burst")
                        .asInt())
                .isEqualTo(50);

        Api.Answer set = limits(id, "{\"burst\":7000,\"requests_per_second\":700}");

        assertThat(set.json().path("burst").asInt()).isEqualTo(7000);
        assertThat(set.json().path("money_per_second").asInt()).isEqualTo(25);
        Api big = keyOf(id);
        assertThat(new Caller(big, "203.0.113.7").get("/v1/payments").header("RateLimit-Policy"))
                .contains("\"key\";q=7000;w=10");
        limits(id, "{}");
        await().atMost(Duration.ofSeconds(8))
                .until(() -> new Caller(big, "203.0.113.7")
                        .get("/v1/payments")
                        .header("RateLimit-Policy")
                        .contains("\"key\";q=50;w=10"));
        assertThat(limits(id, "{\"burst\":0}").text("param")).isEqualTo("burst");
        assertThat(merchant.get("/v1/merchants/" + id + "/limits").status()).isEqualTo(403);
        assertThat(operator.get("/v1/merchants/mer_01jd3k5v8qe9yr6p5x0m2s7t4w/limits")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_key_has_so_many_requests_at_the_same_time() {
        String id = shop("parallel shop");
        limits(id, "{\"concurrent_requests\":2}");
        String secret = keySecretOf(id);
        Caller caller = new Caller(merchant.with(secret), "203.0.113.8");
        try (SlowSender one = new SlowSender(server).begin("/v1/receipts/verify", secret);
                SlowSender two = new SlowSender(server).begin("/v1/receipts/verify", secret)) {
            await().atMost(Duration.ofSeconds(8))
                    .until(() -> caller.get("/v1/payments").status() == 429);
            Api.Answer refused = caller.get("/v1/payments");
            assertRefused(refused, "concurrency");
            assertThat(refused.header("RateLimit-Policy")).endsWith("\"concurrency\";q=2;qu=\"concurrent-requests\"");
            assertThat(one.isAnswered(Duration.ofMillis(1)) || two.isAnswered(Duration.ofMillis(1)))
                    .isFalse();
        }
        await().atMost(Duration.ofSeconds(8))
                .until(() -> caller.get("/v1/payments").status() == 200);
    }

    @Test
    void a_body_that_drips_in_is_refused_when_its_time_is_over() {
        String secret = server.firstRun().get("COUNTERFOIL_TEST_KEY");
        try (SlowSender inChunks = new SlowSender(server).begin("/v1/receipts/verify", secret);
                SlowSender whole = new SlowSender(server).beginWhole("/v1/receipts/verify", secret, 1_000)) {
            drips(inChunks, "1\r\n \r\n");
            drips(whole, " ");
        }
    }

    /** A body whose length is announced has Liberty's ten seconds for a read, which ends with the last byte. */
    private static void drips(SlowSender slow, String drop) {
        for (int i = 0; i < 60 && !slow.isAnswered(Duration.ofMillis(350)); i++) {
            slow.say(drop);
        }
        assertThat(slow.answer()).startsWith("HTTP/1.1 408 ").contains("body_too_slow", "application/problem+json");
    }

    @Test
    void a_server_with_its_hands_full_keeps_a_fifth_for_calls_that_move_money() {
        List<SlowSender> slow = new ArrayList<>();
        Caller caller = new Caller(key("in a crowd"), "203.0.113.9");
        // A key has six places under these limits.
        String id = shop("crowd");
        List<String> secrets = List.of(keySecretOf(id), keySecretOf(id));
        try {
            for (int i = 0; i < PLACES; i++) {
                slow.add(new SlowSender(server).begin("/v1/receipts/verify", secrets.get(i % 2)));
            }
            await().atMost(Duration.ofSeconds(8))
                    .until(() -> caller.get("/v1/payments").status() == 503);
            Api.Answer refused = caller.get("/v1/payments");
            assertThat(refused.text("code")).isEqualTo("temporary_reduced_capacity");
            assertThat(refused.text("type"))
                    .isEqualTo("https://iana.org/assignments/http-problem-types#temporary-reduced-capacity");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.json().path("retryable").asBoolean()).isTrue();
            assertThat(caller.pay().status()).isEqualTo(201);
        } finally {
            slow.forEach(SlowSender::close);
        }
        await().atMost(Duration.ofSeconds(5))
                .until(() -> caller.get("/v1/payments").status() == 200);
    }

    @Test
    void a_client_that_came_to_the_proxy_in_the_clear_is_told_what_the_plain_port_tells_and_so_are_we() {
        String shop = shop("In the clear");
        Api careless = keyOf(shop);

        Api.Answer refused = careless.send(careless.request("/v1/payments")
                .header("X-Forwarded-For", "203.0.113.11")
                .header("X-Forwarded-Proto", "http")
                .GET());

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("code")).isEqualTo("https_required");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> new Caller(careless, "203.0.113.12")
                        .get("/v1/alerts")
                        .body()
                        .contains("\"key_in_plain_http\""));
    }

    @Test
    void nothing_that_is_refused_passes_the_limits_by() {
        Caller riddler = new Caller(merchant, "203.0.113.13");
        assertRefused(riddler.untilRefused("/v1/payments;x"), "address");
        Caller guesser = new Caller(merchant.with(MadeUp.key(7)), "203.0.113.14");
        assertThat(fromBrowser(guesser).text("code")).isEqualTo("secret_key_in_browser");
        Api.Answer refused = fromBrowser(guesser);
        for (int i = 0; i < 100 && refused.status() != 429; i++) {
            refused = fromBrowser(guesser);
        }
        assertRefused(refused, "authentication");
    }

    private static Api.Answer fromBrowser(Caller caller) {
        return caller.api()
                .send(caller.api()
                        .request("/v1/payments")
                        .header("X-Forwarded-For", caller.address())
                        .header("Origin", "https://shop.example")
                        .GET());
    }

    @Test
    void who_makes_a_riddle_of_their_address_is_in_no_allow_list() {
        String secret = operator.post(
                        "/v1/api-keys",
                        "{\"name\":\"inside\",\"merchant\":\"%s\",\"ip_allow_list\":[\"127.0.0.0/8\"]}"
                                .formatted(shop("Inside")))
                .text("secret");
        Api inside = merchant.with(secret);
        assertThat(inside.get("/v1/payments").status()).isEqualTo(200);

        for (String forwarded : List.of("for=198.51.100.1", "for=_x", "for=203.0.113.15;x=\"")) {
            Api.Answer refused = inside.send(inside.request("/v1/payments")
                    .header("X-Forwarded-For", "203.0.113.15")
                    .header("Forwarded", forwarded)
                    .GET());
            assertThat(refused.text("code")).as(forwarded).isEqualTo("ip_not_allowed");
        }
    }

    @Test
    void the_containers_own_way_to_be_told_an_address_is_shut() {
        Api.Answer answer = merchant.send(merchant.request("/v1/payments")
                .header("$WSRA", "203.0.113.77")
                .header("$WSSC", "http")
                .GET());
        assertThat(answer.status()).isEqualTo(200);
        String first = answer.header("RateLimit");
        Api.Answer other = new Caller(merchant, "203.0.113.77").get("/v1/payments");
        assertThat(left(other, "address"))
                .as("%s then %s", first, other.header("RateLimit"))
                .isEqualTo(499);
    }

    @Test
    void a_limit_is_met_before_idempotency_and_a_key_is_still_free_afterwards() {
        Caller caller = new Caller(key("retrying"), "203.0.113.10");
        caller.untilRefused("/v1/payments");
        String idempotencyKey = Api.newKey();
        await().atMost(Duration.ofSeconds(8))
                .until(() -> caller.pay(idempotencyKey).status() == 429);
        await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> caller.pay(idempotencyKey).status() == 201);
    }

    private static void assertRefused(Api.Answer refused, String policy) {
        assertThat(refused.status()).as(refused.body()).isEqualTo(429);
        assertThat(refused.text("type")).isEqualTo("https://iana.org/assignments/http-problem-types#quota-exceeded");
        assertThat(refused.text("code")).isEqualTo("quota_exceeded");
        assertThat(refused.json().path("violated-policies").toString()).isEqualTo("[\"" + policy + "\"]");
        assertThat(refused.json().path("retryable").asBoolean()).isTrue();
        long retryAfter = Long.parseLong(refused.header("Retry-After"));
        Matcher item = ITEM.matcher(refused.header("RateLimit"));
        long wait = 0;
        while (item.find()) {
            assertThat(item.group(1)).isEqualTo(policy);
            assertThat(item.group(2)).isEqualTo("0");
            wait = Long.parseLong(item.group(3));
        }
        assertThat(wait).isPositive();
        assertThat(retryAfter).isGreaterThanOrEqualTo(Math.max(1, wait));
    }

    static long left(Api.Answer answer, String policy) {
        Matcher item = ITEM.matcher(answer.header("RateLimit"));
        while (item.find()) {
            if (item.group(1).equals(policy)) {
                return Long.parseLong(item.group(2));
            }
        }
        throw new AssertionError(answer.header("RateLimit"));
    }

    private static Api key(String name) {
        return merchant.with(
                operator.post("/v1/api-keys", "{\"name\":\"%s\",\"merchant\":\"%s\"}".formatted(name, demoMerchant()))
                        .text("secret"));
    }

    private static String demoMerchant() {
        return operator.get("/v1/merchants")
                .json()
                .path("data")
                .path(0)
                .path("id")
                .asString();
    }

    private static Api keyOf(String id) {
        return merchant.with(keySecretOf(id));
    }

    private static String shop(String name) {
        return operator.post("/v1/merchants", "{\"name\":\"%s\"}".formatted(name))
                .text("id");
    }

    private static String keySecretOf(String id) {
        return operator.post("/v1/api-keys", "{\"name\":\"k\",\"merchant\":\"%s\"}".formatted(id))
                .text("secret");
    }

    private static Api.Answer limits(String id, String json) {
        return operator.put("/v1/merchants/" + id + "/limits", json);
    }

    /** A credential, used from an address. */
    private record Caller(Api api, String address) {

        Caller with(Api other) {
            return new Caller(other, address);
        }

        Api.Answer get(String path) {
            return api.send(api.request(path).header("X-Forwarded-For", address).GET());
        }

        Api.Answer pay() {
            return pay(Api.newKey());
        }

        Api.Answer pay(String key) {
            return api.send(api.request("/v1/payments")
                    .header("X-Forwarded-For", address)
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", key)
                    .POST(BodyPublishers.ofString(Api.payment("pm_card_visa"))));
        }

        Api.Answer untilRefused(String path) {
            Api.Answer answer = get(path);
            for (int i = 0; i < 5_000 && answer.status() != 429; i++) {
                answer = get(path);
            }
            return answer;
        }
    }
}
