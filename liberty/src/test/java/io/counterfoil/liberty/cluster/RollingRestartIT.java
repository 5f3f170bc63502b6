package io.counterfoil.liberty.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.faults.Database;
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
 * An operator restarts one of three servers after the other, as for a new version, while merchants pay through a balancer; none
 * of them notices, though every table gets a column that the running servers don't know. What only one server may do at a
 * time is done once, whoever does it.
 */
class RollingRestartIT {

    private static final List<String> HOMES = List.of("first", "second", "third");
    private static final int CLIENTS = 4;
    private static final Duration BETWEEN = Duration.ofMillis(150);

    /** Longer than the pause of what is done from time to time. */
    private static final Duration ONE_ROUND = Duration.ofMinutes(3);

    /** Notes each step of each log, from which size to which, and each key that is forgotten. */
    private static final String WATCH = """
        CREATE TABLE public.sealed (log integer, was bigint, became bigint);
        CREATE TABLE public.forgotten (key text);
        GRANT SELECT ON public.sealed, public.forgotten TO PUBLIC;
        CREATE FUNCTION public.seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
        'BEGIN INSERT INTO public.sealed VALUES (NEW.id, OLD.size, NEW.size); RETURN NEW; END';
        CREATE TRIGGER seal AFTER UPDATE OF size ON domain.log
            FOR EACH ROW WHEN (NEW.size <> OLD.size) EXECUTE FUNCTION public.seal();
        CREATE FUNCTION public.forget() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
        'BEGIN INSERT INTO public.forgotten VALUES (OLD.key); RETURN OLD; END';
        CREATE TRIGGER forget AFTER DELETE ON domain.idempotency_record
            FOR EACH ROW EXECUTE FUNCTION public.forget()\
        """;

    /** Places that were given twice, and steps that did not begin where the one before them ended. */
    private static final String FORKS = """
        SELECT (SELECT count(*) FROM (SELECT 1 FROM domain.log_leaf GROUP BY log_id, leaf_index HAVING count(*) > 1) twice)
               + (SELECT count(*) FROM (SELECT 1 FROM public.sealed GROUP BY log, was HAVING count(*) > 1) forked)
               + (SELECT count(*) FROM public.sealed WHERE became <= was)\
        """;

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
            List<CounterfoilProcess> servers = new ArrayList<>();
            try {
                for (String home : HOMES) {
                    servers.add(server(postgres, home, rootKey).start());
                }
                postgres.execute("shared", WATCH);
                restartUnderLoad(nginx.orElseThrow(), servers, postgres, rootKey);
                Database database = Database.of(postgres, "shared");
                oneSequencerSealed(database, servers.get(0));
                oldKeysAreForgottenOnce(database);
            } finally {
                servers.forEach(CounterfoilProcess::close);
            }
        }
        System.out.printf("rolling restart: %s payments, %s failed%n", paid, failed.size());
    }

    private void restartUnderLoad(Path nginx, List<CounterfoilProcess> servers, ExternalPostgres postgres, Path rootKey)
            throws Exception {
        try (Balancer balancer =
                Balancer.before(nginx, Files.createDirectory(directory.resolve("nginx")), List.copyOf(servers))) {
            List<Thread> clients = clients(Api.ofDemoMerchant(servers.get(0)).at(balancer.url()));
            await("payments through the balancer").until(() -> paid.get() > 20);

            for (int next = 0; next < servers.size(); next++) {
                servers.set(next, restarted(servers.get(next), postgres, rootKey));
                if (next == 0) {
                    expandSchema(postgres);
                }
            }
            int after = paid.get();
            await("payments after all restarts").until(() -> paid.get() > after + 20);

            over.set(true);
            for (Thread client : clients) {
                client.join();
            }
            assertThat(failed).as(balancer.complaints()).isEmpty();
        }
    }

    /** One history, in which every payment's receipt has one place, whichever server gave it. */
    private void oneSequencerSealed(Database database, CounterfoilProcess server) {
        await("an empty queue")
                .atMost(ONE_ROUND)
                .until(() -> database.count("SELECT count(*) FROM domain.log_queue") == 0);
        assertThat(database.count("SELECT count(*) FROM public.sealed")).isPositive();
        assertThat(database.count(FORKS)).isZero();
        assertThat(database.count("""
            SELECT count(*) FROM domain.receipt AS receipt
            JOIN domain.log_leaf AS leaf ON leaf.merchant_id = receipt.merchant_id AND leaf.item_id = receipt.id\
            """)).isEqualTo(paid.get());
        assertThat(server.counterfoil("log", "verify")).startsWith("0 ").contains("entries are good");
    }

    /** Three reapers share the work, and none of a key's rows is taken by two of them, or by none. */
    private static void oldKeysAreForgottenOnce(Database database) {
        int old = database.update("UPDATE domain.idempotency_record SET expires_at = now() - interval '1 hour'"
                + " WHERE status_code IS NOT NULL");
        assertThat(old).isPositive();
        await("old keys are forgotten")
                .atMost(ONE_ROUND)
                .until(() ->
                        database.count("SELECT count(*) FROM domain.idempotency_record WHERE expires_at < now()") == 0);
        assertThat(database.count("SELECT count(*) FROM public.forgotten")).isEqualTo(old);
        assertThat(database.count("SELECT count(DISTINCT key) FROM public.forgotten"))
                .isEqualTo(old);
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
