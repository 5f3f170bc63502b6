package io.counterfoil.domain.transparency;

import io.counterfoil.bench.Pooled;
import io.counterfoil.bench.Report;
import io.counterfoil.bench.Timings;
import io.counterfoil.domain.checkpoint.CheckpointFile;
import io.counterfoil.domain.database.DirectTransactions;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.publiclog.Proofs;
import io.counterfoil.domain.signednote.NoteSigner;
import io.counterfoil.liberty.postgres.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * How fast the log seals, how long a receipt waits for it, what a proof costs and what a receipt weighs: on the classes and
 * the SQL that the server runs, with fsync on. The ratio at the end compares a receipt's transaction with and without the
 * log, which is what a payment pays for it.
 */
final class TransparencyBench {

    private static final KeptLog LOG = new KeptLog("receipts", true);
    private static final UUID MERCHANT = new UUID(7, 7);
    private static final String RECEIPT = """
            INSERT INTO domain.receipt (merchant_id, id, livemode, payment_id, signed, signature, issued_at)
            VALUES (?, ?, false, ?, repeat('x', 520), repeat('0', 64), now())""";
    private static final String QUEUED = "WITH stored AS (" + RECEIPT + " RETURNING merchant_id, id) " + LogQueue.INSERT
            + "SELECT merchant_id, id, 'receipts', ? FROM stored";

    private final DataSource database;
    private final Sequencer sequencer;
    private final StoredLog log;
    private final Sql sql;
    private final Report report = new Report("transparency");
    private final Report.Table measured = report.table("The public log", "what", "measured", "unit");

    private TransparencyBench(DataSource database, Path directory) {
        this.database = database;
        this.sql = new Sql(database);
        DirectTransactions transactions = new DirectTransactions(database);
        this.log = transactions.commit(rows -> new LogRows(rows).begin(LOG.name(), "bench.example/receipts"));
        CheckpointFile record = new CheckpointFile(directory.resolve("published"));
        record.remember(log.checkpoint(), Optional.empty());
        NoteSigner signer = new NoteSigner(log.origin(), "k".repeat(32).getBytes(StandardCharsets.UTF_8));
        this.sequencer = new Sequencer(
                LOG,
                log,
                transactions,
                (stored, text) -> signer.sign(text),
                record);
    }

    public static void main(String... arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        EmbeddedPostgres postgres = new EmbeddedPostgres(directory.resolve("postgres"), directory, 32, line -> {});
        Files.createDirectories(directory);
        postgres.start();
        try {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(postgres.jdbcUrl() + "?prepareThreshold=1&reWriteBatchedInserts=true");
            source.setUser(postgres.user());
            source.setPassword(postgres.password());
            // one connection for each thread, as a pool would give
            DataSource pooled = Pooled.of(source);
            migrate(new Sql(pooled));
            new TransparencyBench(pooled, directory).run();
        } finally {
            postgres.stop();
        }
    }

    private void run() throws Exception {
        double ratio = paymentSideRatio();
        drain();
        lagAt(1000, 20);
        sealRate(1_000_000);
        proofs();
        weight();
        report.print(measured);
        report.finish("of receipts stored with and without the log, 8 connections", ratio);
    }

    /** Receipts a second with their row in the queue, against receipts alone, in turns so that both meet the same machine. */
    private double paymentSideRatio() throws Exception {
        storing(RECEIPT, 2);
        storing(QUEUED, 2);
        double[] alone = new double[3];
        double[] queued = new double[3];
        for (int round = 0; round < 3; round++) {
            alone[round] = storing(RECEIPT, 4);
            queued[round] = storing(QUEUED, 4);
        }
        double without = Timings.median(alone);
        double with = Timings.median(queued);
        measured.row("receipts stored alone, 8 connections", without, "/s");
        measured.row("receipts stored with their row in the log's queue", with, "/s");
        report.bar("Receipts stored, 8 connections", "1/s", "alone", without);
        report.bar("Receipts stored, 8 connections", "1/s", "with the log", with);
        sql.update("TRUNCATE domain.receipt, domain.log_queue");
        return with / without;
    }

    private double storing(String statement, int seconds) throws Exception {
        AtomicInteger stored = new AtomicInteger();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                while (System.nanoTime() < end) {
                    store(statement, UUID.randomUUID());
                    stored.incrementAndGet();
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return (double) stored.get() / seconds;
    }

    private void store(String statement, UUID id) {
        byte[] entry = new byte[32];
        ThreadLocalRandom.current().nextBytes(entry);
        if (statement.equals(QUEUED)) {
            sql.update(statement, MERCHANT, id, id, entry);
        } else {
            sql.update(statement, MERCHANT, id, id);
        }
    }

    private void drain() {
        sequencer.run();
    }

    /** From the commit of a receipt to a published checkpoint that covers it, with rounds as the server makes them. */
    private void lagAt(int rate, int seconds) throws Exception {
        ConcurrentHashMap<UUID, Long> committed = new ConcurrentHashMap<>();
        long before = new LogRows(sql).get(log.id()).size();
        List<long[]> published = new ArrayList<>();
        ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor();
        rounds.scheduleWithFixedDelay(
                () -> {
                    if (sequencer.run() > 0) {
                        published.add(new long[] {new LogRows(sql).get(log.id()).publishedSize(), System.nanoTime()});
                    }
                },
                0,
                200,
                TimeUnit.MILLISECONDS);
        int threads = 16;
        ScheduledExecutorService writers = Executors.newScheduledThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            writers.scheduleAtFixedRate(
                    () -> {
                        UUID id = UUID.randomUUID();
                        store(QUEUED, id);
                        committed.put(id, System.nanoTime());
                    },
                    i * 1000L / threads,
                    threads * 1_000_000L / rate,
                    TimeUnit.MICROSECONDS);
        }
        TimeUnit.SECONDS.sleep(seconds);
        writers.shutdown();
        writers.awaitTermination(10, TimeUnit.SECONDS);
        TimeUnit.SECONDS.sleep(1);
        rounds.shutdown();
        rounds.awaitTermination(10, TimeUnit.SECONDS);
        Timings lags = new Timings();
        sql.all(
                        "SELECT item_id, leaf_index FROM domain.log_leaf WHERE leaf_index >= ?",
                        row -> new Object[] {row.getObject(1, UUID.class), row.getLong(2)},
                        before)
                .forEach(leaf -> lags.add(published.stream()
                                .filter(checkpoint -> checkpoint[0] > (long) leaf[1])
                                .findFirst()
                                .orElseThrow()[1]
                        - committed.get(leaf[0])));
        String what = "from commit to a published checkpoint at " + rate + "/s, ";
        for (int percent : new int[] {50, 99, 100}) {
            measured.row(what + "p" + percent, lags.millis(percent), "ms");
        }
        measured.row("signatures at that rate", (double) published.size() / seconds, "/s");
    }

    /** How fast a backlog is worked off. */
    private void sealRate(int leaves) {
        sql.update(
                LogQueue.INSERT
                        + "SELECT ?, gen_random_uuid(), 'receipts', sha256(int8send(n)) FROM generate_series(1, ?) AS n",
                MERCHANT,
                leaves);
        long start = System.nanoTime();
        long sealed = sequencer.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        measured.row("seals, working off a backlog of " + sealed, sealed / seconds, "/s");
    }

    private void proofs() {
        Proofs proofs = new Proofs(database);
        List<UUID> items = sql.all(
                "SELECT item_id FROM domain.log_leaf TABLESAMPLE SYSTEM (1) LIMIT 3000",
                row -> row.getObject(1, UUID.class));
        Timings times = new Timings();
        for (int i = 0; i < items.size(); i++) {
            long start = System.nanoTime();
            proofs.of(MERCHANT, items.get(i)).orElseThrow();
            // a third to get warm
            if (i > items.size() / 3) {
                times.add(System.nanoTime() - start);
            }
        }
        measured.row("leaves in the log", new LogRows(sql).get(log.id()).size(), "");
        measured.row("a proof there, p50", times.millis(50), "ms");
        measured.row("a proof there, p99", times.millis(99), "ms");
    }

    /** What stays of a receipt in the tables of the log, indexes and TOAST included. */
    private void weight() {
        sql.update("VACUUM FULL domain.log_tile");
        sql.update("VACUUM FULL domain.log_leaf");
        long size = new LogRows(sql).get(log.id()).size();
        double tiles = bytes("domain.log_tile") / (double) size;
        double leaves = bytes("domain.log_leaf") / (double) size;
        measured.row("tiles and entries of a receipt", tiles, "bytes");
        measured.row("its place", leaves, "bytes");
    }

    private long bytes(String table) {
        return sql.first("SELECT pg_total_relation_size(?::text::regclass)", row -> row.getLong(1), table)
                .orElseThrow();
    }

    private static void migrate(Sql sql) throws Exception {
        sql.update("CREATE SCHEMA domain");
        for (String file : new String[] {"receipt/V9__receipt.sql", "transparency/V10__transparency.sql", "witness/V40__cosignature.sql"}) {
            try (var stream = TransparencyBench.class.getResourceAsStream("/io/counterfoil/domain/" + file)) {
                sql.update(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }
}
