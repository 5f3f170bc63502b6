package io.counterfoil.webhooks.delivery;

import io.counterfoil.bench.Load;
import io.counterfoil.bench.Report;
import io.counterfoil.bench.Timings;
import io.counterfoil.domain.database.DirectTransactions;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.webhooks.endpoint.EventTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * What ADR 12 decided, measured: a cause's transaction (a row of its own, and its event) with the deliveries in it, against
 * one that only queues its event for a worker, which fans out in batches beside it.
 */
public final class FanOutBench {

    private static final String TYPE = "payment.succeeded";
    private static final String EVENT = """
            INSERT INTO webhooks.event (merchant_id, id, livemode, type, body, created_at)
            VALUES (?, ?, true, ?, repeat('x', 900), now())""";
    private static final String QUEUED = "INSERT INTO bench_fan (merchant_id, event_id) VALUES (?, ?)";
    private static final String WORKER = """
            WITH taken AS (
                DELETE FROM bench_fan WHERE ctid IN (
                    SELECT ctid FROM bench_fan LIMIT 200 FOR UPDATE SKIP LOCKED)
                RETURNING merchant_id, event_id),
            made AS (
                INSERT INTO webhooks.delivery
                       (merchant_id, id, livemode, endpoint_id, event_id, event_type, status, created_at)
                SELECT t.merchant_id, (left(t.event_id::text, 15) || right(gen_random_uuid()::text, 21))::uuid, e.livemode,
                       e.id, t.event_id, ?, 'pending', now()
                FROM taken t JOIN webhooks.endpoint e ON e.merchant_id = t.merchant_id
                WHERE e.livemode AND e.status = 'enabled'
                  AND string_to_array(e.event_types, ' ') && string_to_array(?, ' ')
                RETURNING merchant_id, id, endpoint_id, event_id)
            INSERT INTO webhooks.delivery_queue (merchant_id, delivery_id, endpoint_id, event_id, attempt, due_at)
            SELECT merchant_id, id, endpoint_id, event_id, 0, now() + interval '1 day' FROM made""";

    private final Sql sql;
    private final DirectTransactions transactions;
    private final String patterns = String.join(" ", EventTypes.patterns(TYPE));

    private FanOutBench(DataSource database) {
        this.sql = new Sql(database);
        this.transactions = new DirectTransactions(database);
    }

    /** On the database of a server that has nothing else to do; leaves it as it was. */
    public static void run(DataSource database, Report report) throws InterruptedException {
        FanOutBench bench = new FanOutBench(database);
        Report.Table table = report.table(
                "Fan-out: causes a second, 8 connections", "endpoints", "with their cause", "by a worker", "ratio");
        bench.sql.update("CREATE TABLE IF NOT EXISTS bench_cause (id uuid PRIMARY KEY)");
        bench.sql.update("CREATE TABLE IF NOT EXISTS bench_fan (merchant_id uuid, event_id uuid)");
        for (int endpoints : new int[] {0, 1, 5}) {
            UUID merchant = UUID.randomUUID();
            bench.endpoints(merchant, endpoints);
            double[] within = new double[3];
            double[] worker = new double[3];
            bench.within(merchant, 1);
            for (int round = 0; round < 3; round++) {
                within[round] = bench.within(merchant, 2);
                worker[round] = bench.byWorker(merchant, 2);
            }
            double one = Timings.median(within);
            double other = Timings.median(worker);
            table.row(endpoints, one, other, one / other);
            report.bar("Fan-out: causes a second", "1/s", endpoints + " endpoints, with their cause", one);
            report.bar("Fan-out: causes a second", "1/s", endpoints + " endpoints, by a worker", other);
            bench.sql.update("DELETE FROM webhooks.delivery_queue WHERE merchant_id = ?", merchant);
            bench.sql.update("DELETE FROM webhooks.delivery WHERE merchant_id = ?", merchant);
            bench.sql.update("DELETE FROM webhooks.event WHERE merchant_id = ?", merchant);
            bench.sql.update("DELETE FROM webhooks.endpoint WHERE merchant_id = ?", merchant);
        }
        bench.sql.update("DROP TABLE bench_cause, bench_fan");
        report.print(table);
    }

    private double within(UUID merchant, int seconds) throws InterruptedException {
        return Load.closed(8, Duration.ofSeconds(seconds), worker -> transactions.commit(rows -> {
                    UUID event = cause(rows, merchant);
                    rows.update(
                            FanOut.FAN_OUT.replace("now()", "now() + interval '1 day'"),
                            event.toString(),
                            event,
                            TYPE,
                            Instant.now(),
                            merchant,
                            true,
                            null,
                            null,
                            patterns);
                    return event;
                }))
                .perSecond();
    }

    private double byWorker(UUID merchant, int seconds) throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        Thread worker = new Thread(() -> {
            // the backlog counts: whoever queues has to be kept up with
            while (!over.get() || pending() > 0) {
                sql.update(WORKER, TYPE, patterns);
            }
        });
        worker.start();
        long start = System.nanoTime();
        Load.Done done = Load.closed(8, Duration.ofSeconds(seconds), number -> transactions.commit(rows -> {
            UUID event = cause(rows, merchant);
            rows.update(QUEUED, merchant, event);
            return event;
        }));
        over.set(true);
        worker.join();
        return done.timings().count() / ((System.nanoTime() - start) / 1e9);
    }

    private UUID cause(Sql rows, UUID merchant) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        UUID event = new UUID(
                System.currentTimeMillis() << 16 | 0x7000 | random.nextInt(1 << 12),
                random.nextLong() >>> 2 | 0x8000_0000_0000_0000L);
        rows.update("INSERT INTO bench_cause (id) VALUES (?)", event);
        rows.update(EVENT, merchant, event, TYPE);
        return event;
    }

    private int pending() {
        return sql.first("SELECT count(*) FROM bench_fan", row -> row.getInt(1)).orElse(0);
    }

    private void endpoints(UUID merchant, int count) {
        for (int i = 0; i < count; i++) {
            sql.update(
                    "INSERT INTO webhooks.endpoint"
                            + " (merchant_id, id, livemode, url, event_types, headers, status, created_at)"
                            + " VALUES (?, ?, true, 'https://example.com/', '*', '', 'enabled', now())",
                    merchant,
                    UUID.randomUUID());
        }
    }
}
