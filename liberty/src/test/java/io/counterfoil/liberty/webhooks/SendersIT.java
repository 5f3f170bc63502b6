package io.counterfoil.liberty.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.faults.Database;
import io.counterfoil.liberty.postgres.EmbeddedPostgres;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Two servers send from one queue: what one of them leaves behind, the other sends. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SendersIT {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int EVENTS_AFTERWARDS = 20;

    /** Deliveries a second: so few that the other limit, of how many are in flight at once, is not reached. */
    private static final int RATE = 40;

    private static final int LIMITED = 6 * RATE;

    @SuppressWarnings("NonFinalStaticField") // set once, before the first test
    @TempDir
    static Path directory;

    private static CounterfoilProcess staying;
    private static CounterfoilProcess leaving;
    private static Api api;
    private static Database database;

    @BeforeAll
    static void start() throws IOException {
        staying = distribution(directory.resolve("staying")).start();
        api = Api.ofDemoMerchant(staying);
        database = new Database(staying.home());
        leaving = other("leaving");
    }

    @AfterAll
    static void stop() {
        leaving.close();
        staying.close();
    }

    @Test
    @Order(1)
    void a_rate_limit_holds_for_both_together() {
        try (Receiver receiver = new Receiver().slow(Duration.ofMillis(200))) {
            String endpoint = api.post(
                            "/v1/webhook-endpoints",
                            "{\"url\":\"%s\",\"event_types\":[\"refund.failed\"],\"rate_limit\":%s}"
                                    .formatted(receiver.url(), RATE))
                    .text("id");
            Backlog.of(LIMITED, database, endpoint);
            await().atMost(SOON).until(() -> owners() == 2);
            await().atMost(SOON).until(() -> receiver.letters().size() >= LIMITED);

            double rate = receiver.rate(0, RATE / 2);
            System.out.printf("rate limit of %s/s, two servers: never more than %.1f/s%n", RATE, rate);
            assertThat(rate).isLessThan(1.05 * RATE);
            api.delete("/v1/webhook-endpoints/" + endpoint);
        }
    }

    @Test
    @Order(2)
    void a_server_that_stops_or_is_killed_loses_nothing_and_what_comes_twice_has_the_same_id() throws IOException {
        try (Receiver receiver = new Receiver().slow(Duration.ofMillis(300))) {
            String endpoint = api.post(
                            "/v1/webhook-endpoints",
                            "{\"url\":\"%s\",\"event_types\":[\"payment.succeeded\"]}".formatted(receiver.url()))
                    .text("id");
            int events = 0;
            try (Payments payments = new Payments()) {
                await().atMost(SOON).until(() -> owners() == 2);
                leaving.stop();
                assertThat(ownersThatAreGone()).isZero();
                events += payments.made();
            }
            try (CounterfoilProcess doomed = other("doomed");
                    Payments payments = new Payments()) {
                await().atMost(SOON).until(() -> owners() == 2);
                doomed.kill();
                events += payments.made();
            }
            await().atMost(SOON).until(() -> database.count("SELECT count(*) FROM webhooks.delivery_queue") == 0);

            long delivered = receiver.letters().stream()
                    .map(Receiver.Letter::id)
                    .distinct()
                    .count();
            System.out.printf(
                    "two senders, one stopped and one killed: %s events, %s delivered, %s of them twice%n",
                    events, delivered, receiver.letters().size() - delivered);
            assertThat(delivered).isEqualTo(events);
            assertThat(database.count("SELECT count(*) FROM webhooks.delivery WHERE status <> 'delivered'"))
                    .isZero();
            api.delete("/v1/webhook-endpoints/" + endpoint);
        }
    }

    /** A client that pays without end, faster than the receiver takes the news of it. */
    private static final class Payments implements AutoCloseable {

        private final AtomicInteger made = new AtomicInteger();
        private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
        private final CompletableFuture<?> paying = CompletableFuture.runAsync(() -> {
            while (left.getAndDecrement() > 0) {
                assertThat(api.pay("pm_card_visa").status()).isEqualTo(201);
                made.incrementAndGet();
            }
        });

        /** How many there are in all, once some more were made. */
        int made() {
            left.set(EVENTS_AFTERWARDS);
            paying.join();
            return made.get();
        }

        @Override
        public void close() {
            left.set(0);
        }
    }

    /** How many servers have something in flight. */
    private static long owners() {
        return database.count("SELECT count(DISTINCT owner) FROM webhooks.delivery_queue");
    }

    private static long ownersThatAreGone() {
        return database.count("SELECT count(*) FROM webhooks.delivery_queue WHERE owner IS NOT NULL AND owner NOT IN"
                + " (SELECT id FROM domain.server_instance WHERE alive_until > now()"
                + " ORDER BY alive_until DESC LIMIT 1)");
    }

    private static CounterfoilProcess other(String name) throws IOException {
        Path home = staying.home();
        EmbeddedPostgres.Access access = EmbeddedPostgres.ofRunningServer(home.resolve("postgres"));
        return distribution(directory.resolve(name))
                .with("COUNTERFOIL_DATABASE_URL", access.url())
                .with("COUNTERFOIL_DATABASE_USER", access.user())
                .with("COUNTERFOIL_DATABASE_PASSWORD", access.password())
                .with("COUNTERFOIL_ROOT_KEY_FILE", home.resolve("keys/root.key").toString())
                .with(
                        "COUNTERFOIL_TRANSPARENCY_RECORD",
                        home.resolve("transparency/published-checkpoints").toString())
                .start();
    }

    private static Distribution distribution(Path home) {
        return Distribution.on(home)
                .with("COUNTERFOIL_WEBHOOKS_ALLOW_LOCAL", "true")
                .with("COUNTERFOIL_WEBHOOKS_RETRIES", "PT1S,PT1S,PT1S");
    }
}
