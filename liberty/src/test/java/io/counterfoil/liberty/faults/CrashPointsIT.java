package io.counterfoil.liberty.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at each point of a payment's life, and of the database with it. Each point is held open from outside, by
 * the processor's delay or by a lock in the database, all at once, so that one kill meets them all.
 */
class CrashPointsIT {

    private static final String WAITING =
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%%%s%%'";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final Map<String, String> keys = new LinkedHashMap<>();

    @Test
    void every_payment_comes_to_its_end_and_none_is_charged_twice() throws SQLException, IOException {
        try (Processor processor = Processor.start(directory)) {
            Path home = directory.resolve("home");
            Database database = new Database(home);
            LiveMerchant merchant;
            Api.Answer told;
            Api.Answer declined;
            List<FollowUp> followUps;
            try (CounterfoilProcess server =
                    processor.behind(Distribution.on(home), "PT12S").start()) {
                ProcessHandle postgres = server.database();
                merchant = LiveMerchant.on(server);
                Api api = merchant.api(server);
                told = api.pay(key("after its answer was read"), "pm_card_visa");
                assertThat(told.status()).as(told.body()).isEqualTo(201);
                followUps = List.of(
                        new FollowUp("refund 400", told.text("id"), "refunds", "{\"amount\":400}"),
                        new FollowUp("capture 700", held(api), "capture", "{\"amount\":700}"),
                        new FollowUp("cancel 1250", held(api), "void", "{}"));

                String card = "pm_card_insufficient_funds";
                declined = Api.of(server, merchant.testKey()).pay(key("declined"), card);
                assertThat(declined.status()).isEqualTo(402);

                payUnheard(server, merchant, key("after the commit, before its answer is read"));
                await().atMost(PATIENCE)
                        .until(() -> database.count(
                                        "SELECT count(*) FROM domain.payment WHERE status = 'succeeded' AND livemode")
                                == 2);

                begin(api, "before it hears of the charge", "pm_slow_120000");
                begin(api, "before it charges", "pm_delay_10000");
                begin(api, "after it has charged", "pm_hang_120000");
                await().atMost(PATIENCE)
                        .until(() ->
                                database.count("SELECT count(*) FROM domain.payment WHERE status = 'processing'") == 3
                                        && processor.charges().size() >= 2);
                try (Connection settling = database.hold("LOCK TABLE webhooks.event IN SHARE ROW EXCLUSIVE MODE")) {
                    begin(api, "after its answer, before our commit", "pm_card_visa");
                    followUps.forEach(one -> inBackground(one.name(), () -> one.send(api)));
                    await().atMost(PATIENCE)
                            .until(() -> database.count(WAITING.formatted("INSERT INTO webhooks.event")) >= 4);
                    try (Connection storing =
                            database.hold("LOCK TABLE domain.idempotency_record IN SHARE ROW EXCLUSIVE MODE")) {
                        begin(api, "before the claim commits", "pm_card_visa");
                        await().atMost(PATIENCE)
                                .until(() -> database.count(WAITING.formatted("INSERT INTO domain.idempotency_record"))
                                        >= 1);
                        server.kill();
                        assertThat(storing.isValid(1)).isTrue();
                    }
                    assertThat(settling.isValid(1)).isTrue();
                }
                postgres.destroyForcibly();
                postgres.onExit().join();
            }
            try (CounterfoilProcess server =
                    processor.behind(Distribution.on(home), "PT12S").start()) {
                assertThat(Api.of(server, merchant.testKey())
                                .pay(keys.remove("declined"), "pm_card_insufficient_funds")
                                .body())
                        .isEqualTo(declined.body());
                Api api = merchant.api(server);
                assertThat(end(api, "before it hears of the charge").text("code"))
                        .isEqualTo("not_charged");
                Set<String> paid = new HashSet<>();
                for (String point : keys.keySet()) {
                    if (!point.equals("before it hears of the charge")) {
                        paid.add(paidOnce(api, processor, point));
                    }
                }
                assertThat(end(api, "after its answer was read").body()).isEqualTo(told.body());
                followUps.forEach(one -> doneOnce(api, processor, one));
                assertThat(database.count("SELECT count(*) FROM domain.payment WHERE livemode"))
                        .isEqualTo(keys.size() + 2L);
                assertThat(database.count("SELECT count(*) FROM domain.payment WHERE status = 'processing'"))
                        .isZero();
                assertThat(events(database, "payment.succeeded", merchant)).containsExactlyInAnyOrderElementsOf(paid);
                assertThat(events(database, "payment.failed", merchant)).hasSize(1);
                assertThat(events(database, "payment.captured", merchant))
                        .containsExactly(followUps.get(1).payment());
                assertThat(events(database, "payment.voided", merchant))
                        .containsExactly(followUps.get(2).payment());
                assertThat(events(database, "refund.succeeded", merchant))
                        .containsExactly(followUps.get(0).payment());
                Figures.print(
                        1,
                        "killed at %s points of a payment's life and in a refund, a capture and a void:"
                                + " %s payments, %s charges, each at most once",
                        keys.size(),
                        keys.size() + 2,
                        processor.charges().size());
            }
        }
    }

    /** A refund, a capture or a void: what the processor's books will say, once. */
    private record FollowUp(String name, String payment, String kind, String body, String key) {

        FollowUp(String name, String payment, String kind, String body) {
            this(name, payment, kind, body, Api.newKey());
        }

        Api.Answer send(Api api) {
            return api.post("/v1/payments/" + payment + "/" + kind, key, body);
        }
    }

    private static String held(Api api) {
        Api.Answer held = api.post("/v1/payments", Api.newKey(), """
            {"amount":1250,"currency":"EUR","payment_method":"pm_card_visa","capture":false}\
            """);
        assertThat(held.text("status")).as(held.body()).isEqualTo("requires_capture");
        return held.text("id");
    }

    private static void doneOnce(Api api, Processor processor, FollowUp one) {
        Api.Answer done = await(one.name())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> one.send(api), answer -> answer.status() == 200 || answer.status() == 201);
        assertThat(one.send(api).body()).as(one.name()).isEqualTo(done.body());
        assertThat(processor.followUps(one.payment())).containsExactly(one.name());
    }

    /** The payments that such events are about, one for each event. */
    private static List<String> events(Database database, String type, LiveMerchant merchant) {
        return database.texts("SELECT body::jsonb #>> '{data,payment}' FROM webhooks.event"
                + " WHERE type = '%s' AND livemode AND merchant_id = '%s'".formatted(type, merchant.id()));
    }

    /** Sends a payment and reads nothing of what is answered. */
    private static void payUnheard(CounterfoilProcess server, LiveMerchant merchant, String key) throws IOException {
        String body = Api.payment("pm_card_visa");
        // kept open: the server is not told that nobody listens
        Socket socket = server.trustingIt().getSocketFactory().createSocket("localhost", server.httpsPort());
        socket.getOutputStream()
                .write(("POST /v1/payments HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Authorization: Bearer " + merchant.key() + "\r\nIdempotency-Key: " + key
                                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private String paidOnce(Api api, Processor processor, String point) {
        Api.Answer answer = end(api, point);
        assertThat(answer.status()).as(point).isEqualTo(201);
        assertThat(processor.charges(answer.text("id"))).as(point).isEqualTo(1);
        assertThat(end(api, point).body()).as(point).isEqualTo(answer.body());
        String receipt = answer.json().path("receipt").toString();
        assertThat(api.post("/v1/receipts/verify", "{\"receipt\":" + receipt + "}")
                        .json()
                        .path("valid")
                        .asBoolean())
                .as(point)
                .isTrue();
        return answer.text("id");
    }

    private String key(String point) {
        return keys.computeIfAbsent(point, absent -> Api.newKey());
    }

    private void begin(Api api, String point, String paymentMethod) {
        String key = key(point);
        inBackground(point, () -> api.pay(key, paymentMethod));
    }

    private static void inBackground(String name, Runnable call) {
        Thread client = new Thread(call, name);
        client.setDaemon(true);
        client.setUncaughtExceptionHandler((thread, killed) -> {});
        client.start();
    }

    /** What the same request gets once its payment has come to its end. */
    private Api.Answer end(Api api, String point) {
        String paymentMethod = Map.of(
                        "before it hears of the charge", "pm_slow_120000",
                        "before it charges", "pm_delay_10000",
                        "after it has charged", "pm_hang_120000")
                .getOrDefault(point, "pm_card_visa");
        return await(point)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> api.pay(key(point), paymentMethod),
                        answer -> answer.status() == 201 || answer.status() == 402);
    }
}
