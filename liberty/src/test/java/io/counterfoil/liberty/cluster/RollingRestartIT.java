package io.counterfoil.liberty.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import io.counterfoil.liberty.process.ExternalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An operator restarts one server after the other, as for a new version, while merchants pay through a balancer; none of them
 * notices, though every table gets a column that the running servers don't know.
 */
class RollingRestartIT {

    private static final int CLIENTS = 4;
    private static final Duration BETWEEN = Duration.ofMillis(50);

    @TempDir
    Path directory;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger paid = new AtomicInteger();
    private final Queue<String> failed = new ConcurrentLinkedQueue<>();

    @Test
    void no_request_fails_while_one_server_after_the_other_is_restarted() throws Exception {
        Optional<Path> nginx = Balancer.program();
        assumeThat(nginx).as("nginx is not installed: the balancer is its").isPresent();
        try (ExternalPostgres postgres = new ExternalPostgres(directory.resolve("external"))) {
            postgres.start();
            postgres.execute("postgres", "CREATE DATABASE shared OWNER counterfoil");
            Path rootKey = Files.writeString(
                    directory.resolve("root.key"), Base64.getEncoder().encodeToString(new byte[32]));
            CounterfoilProcess first = server(postgres, "first", rootKey).start();
            CounterfoilProcess second = server(postgres, "second", rootKey).start();
            try (Balancer balancer = Balancer.before(
                    nginx.orElseThrow(), Files.createDirectory(directory.resolve("nginx")), List.of(first, second))) {
                Api merchant = Api.ofDemoMerchant(first).at(balancer.url());
                List<Thread> clients = clients(merchant);
                await("payments through the balancer").until(() -> paid.get() > 20);

                first = restarted(first, postgres, rootKey);
                expandSchema(postgres);
                int after = paid.get();
                second = restarted(second, postgres, rootKey);
                await("payments after both restarts").until(() -> paid.get() > after + 20);

                over.set(true);
                for (Thread client : clients) {
                    client.join();
                }
                assertThat(failed).as(balancer.complaints()).isEmpty();
            } finally {
                first.close();
                second.close();
            }
        }
        System.out.printf("rolling restart: %s payments, %s failed%n", paid, failed.size());
    }

    /** What the migrations of a next version may do while the servers of this one run, each table by itself. */
    private static void expandSchema(ExternalPostgres postgres) {
        postgres.execute("shared", """
            DO $$
            DECLARE grown regclass;
            BEGIN
                FOR grown IN
                    SELECT oid FROM pg_class
                    WHERE relkind IN ('r', 'p') AND NOT relispartition AND relname <> 'flyway_schema_history'
                      AND relnamespace::regnamespace::text
                          IN ('domain', 'webhooks', 'monitoring', 'privacy', 'privacy_keys')
                LOOP
                    EXECUTE format('ALTER TABLE %s ADD COLUMN of_the_next_version text', grown);
                    COMMIT;
                END LOOP;
            END $$
            """);
    }

    /** Each pays again and again, and never sends anything twice. */
    private List<Thread> clients(Api merchant) {
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Thread client = new Thread(() -> {
                while (!over.get()) {
                    // a steady load, and not all that the machine gives: the servers have to start beside it
                    LockSupport.parkNanos(BETWEEN.toNanos());
                    try {
                        Api.Answer answer = merchant.pay("pm_card_visa");
                        if (answer.status() == 201) {
                            paid.incrementAndGet();
                        } else {
                            failed.add(answer.status() + " " + answer.body());
                        }
                    } catch (IllegalStateException noAnswer) {
                        failed.add(noAnswer.toString());
                    }
                }
            });
            client.start();
            clients.add(client);
        }
        return clients;
    }

    private CounterfoilProcess restarted(CounterfoilProcess server, ExternalPostgres postgres, Path rootKey)
            throws IOException {
        assertThat(server.stop()).isZero();
        return server(postgres, server.home().getFileName().toString(), rootKey)
                .with("COUNTERFOIL_HTTPS_PORT", Integer.toString(server.httpsPort()))
                .with("COUNTERFOIL_HTTP_PORT", Integer.toString(server.httpPort()))
                .start();
    }

    private Distribution server(ExternalPostgres postgres, String home, Path rootKey) {
        Distribution server = Distribution.on(directory.resolve(home))
                .with("COUNTERFOIL_ROOT_KEY_FILE", rootKey.toString())
                .with(
                        "COUNTERFOIL_TRANSPARENCY_RECORD",
                        directory.resolve("record").toString())
                .with("COUNTERFOIL_TRANSPARENCY_ORIGIN", "pay.example.com/transparency")
                .with("COUNTERFOIL_DRAIN", Duration.ofSeconds(1).toString());
        postgres.settings("shared").forEach(server::with);
        return server;
    }
}
