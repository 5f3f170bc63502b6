package io.counterfoil.liberty.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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
    void every_payment_comes_to_its_end_and_none_is_charged_twice() throws SQLException {
        try (Processor processor = Processor.start(directory)) {
            Path home = directory.resolve("home");
            Database database = new Database(home);
            LiveMerchant merchant;
            Api.Answer told;
            Api.Answer declined;
            try (CounterfoilProcess server =
                    processor.behind(Distribution.on(home), "PT12S").start()) {
                ProcessHandle postgres = server.database();
                merchant = LiveMerchant.on(server);
                Api api = merchant.api(server);
                told = api.pay(key("after the commit"), "pm_card_visa");
                assertThat(told.status()).as(told.body()).isEqualTo(201);

                String card = "pm_card_insufficient_funds";
                declined = Api.of(server, merchant.testKey()).pay(key("declined"), card);
                assertThat(declined.status()).isEqualTo(402);

                begin(api, "before it hears of the charge", "pm_slow_120000");
                begin(api, "before it charges", "pm_delay_10000");
                begin(api, "after it has charged", "pm_hang_120000");
                await().atMost(PATIENCE)
                        .until(() ->
                                database.count("SELECT count(*) FROM domain.payment WHERE status = 'processing'") == 3
                                        && processor.charges().size() >= 2);
                try (Connection settling = database.hold("LOCK TABLE domain.receipt IN SHARE ROW EXCLUSIVE MODE")) {
                    begin(api, "after its answer, before our commit", "pm_card_visa");
                    await().atMost(PATIENCE)
                            .until(() -> database.count(WAITING.formatted("INSERT INTO domain.receipt")) >= 1);
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
                for (String point : keys.keySet()) {
                    if (!point.equals("before it hears of the charge")) {
                        paidOnce(api, processor, point);
                    }
                }
                assertThat(end(api, "after the commit").body()).isEqualTo(told.body());
                assertThat(database.count("SELECT count(*) FROM domain.payment WHERE livemode"))
                        .isEqualTo(keys.size());
                assertThat(database.count("SELECT count(*) FROM domain.payment WHERE status = 'processing'"))
                        .isZero();
                assertThat(database.count("SELECT count(*) FROM webhooks.event WHERE type = 'payment.succeeded'"))
                        .isEqualTo(keys.size() - 1L);
                Figures.print(
                        1,
                        "killed at 6 points: %s payments, %s charges, duplicates 0, lost 0, unknown 0",
                        keys.size(),
                        processor.charges().size());
            }
        }
    }

    private void paidOnce(Api api, Processor processor, String point) {
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
    }

    private String key(String point) {
        return keys.computeIfAbsent(point, absent -> Api.newKey());
    }

    private void begin(Api api, String point, String paymentMethod) {
        String key = key(point);
        Thread client = new Thread(() -> api.pay(key, paymentMethod), point);
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
