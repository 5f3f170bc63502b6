package io.counterfoil.liberty.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.postgres.EmbeddedPostgres;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers send from one queue: what one of them leaves behind, the other sends. */
class SendersIT {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int EVENTS_AFTERWARDS = 20;

    @SuppressWarnings("NonFinalStaticField") // set once, before the first test
    @TempDir
    static Path directory;

    private static CounterfoilProcess staying;
    private static Api api;
    private static EmbeddedPostgres.Access database;

    @BeforeAll
    static void start() throws IOException {
        staying = distribution(directory.resolve("staying")).start();
        api = Api.ofDemoMerchant(staying);
        database = EmbeddedPostgres.ofRunningServer(staying.home().resolve("postgres"));
    }

    @AfterAll
    static void stop() {
        staying.close();
    }

    @Test
    void a_server_that_stops_or_is_killed_loses_nothing_and_what_comes_twice_has_the_same_id() throws SQLException {
        try (Receiver receiver = new Receiver().slow(Duration.ofMillis(300))) {
            String endpoint = api.post(
                            "/v1/webhook-endpoints",
                            "{\"url\":\"%s\",\"event_types\":[\"payment.succeeded\"]}".formatted(receiver.url()))
                    .text("id");
            int events = 0;
            try (CounterfoilProcess stopping = other("stopping");
                    Payments payments = new Payments()) {
                await().atMost(SOON).until(() -> owners() == 2);
                stopping.stop();
                assertThat(ownersThatAreGone()).isZero();
                events += payments.made();
            }
            try (CounterfoilProcess doomed = other("doomed");
                    Payments payments = new Payments()) {
                await().atMost(SOON).until(() -> owners() == 2);
                doomed.kill();
                events += payments.made();
            }
            await().atMost(SOON).until(() -> count("SELECT count(*) FROM webhooks.delivery_queue") == 0);

            long delivered = receiver.letters().stream()
                    .map(Receiver.Letter::id)
                    .distinct()
                    .count();
            System.out.printf(
                    "two senders, one stopped and one killed: %s events, %s delivered, %s of them twice%n",
                    events, delivered, receiver.letters().size() - delivered);
            assertThat(delivered).isEqualTo(events);
            assertThat(count("SELECT count(*) FROM webhooks.delivery WHERE status <> 'delivered'"))
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
    private static long owners() throws SQLException {
        return count("SELECT count(DISTINCT owner) FROM webhooks.delivery_queue");
    }

    private static long ownersThatAreGone() throws SQLException {
        return count("SELECT count(*) FROM webhooks.delivery_queue WHERE owner IS NOT NULL AND owner NOT IN"
                + " (SELECT id FROM domain.server_instance WHERE alive_until > now()"
                + " ORDER BY alive_until DESC LIMIT 1)");
    }

    private static long count(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static CounterfoilProcess other(String name) {
        Path home = staying.home();
        return distribution(directory.resolve(name))
                .with("COUNTERFOIL_DATABASE_URL", database.url())
                .with("COUNTERFOIL_DATABASE_USER", database.user())
                .with("COUNTERFOIL_DATABASE_PASSWORD", database.password())
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
