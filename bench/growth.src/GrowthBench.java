package io.counterfoil.bench;

import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.idempotency.Turnover;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/**
 * New payments, as the payments of before become many: all of them the paying merchant's own, spread over the last year, in
 * the tables that keep a row for each. Events and deliveries are left out, whose partitions go after some weeks. The ratio is
 * of p99 in the largest database to p99 in the smallest.
 */
final class GrowthBench {

    private static final int CONNECTIONS = 32;
    private static final int WARMING = 4;
    private static final int ROUNDS = 3;
    private static final double MOST_GROWTH = 1.2;

    /** What works in the background may look at a small table whole, now and then. */
    private static final double MOST_READ = 10;

    private static final Duration ROUND = Duration.ofSeconds(8);
    private static final int BATCH = 100_000;
    private static final List<String> TABLES = List.of("payment", "idempotency_record", "sandbox_charge", "receipt");
    private static final String PAYMENT = """
            {"amount":1250,"currency":"EUR","payment_method":"pm_card_visa","order_reference":"order-1001"}""";

    /** Rows like those of one real payment, with ids and times of their own. */
    private static final String MULTIPLY = """
            WITH one AS (SELECT * FROM domain.payment ORDER BY created_at DESC LIMIT 1),
            made AS MATERIALIZED (
                SELECT uuidv7(ago) AS payment, uuidv7(ago) AS receipt, 'grown-' || gen_random_uuid() AS key, now() + ago AS at
                FROM generate_series(1, ?), LATERAL (SELECT random() * interval '-365 days') AS spread (ago)),
            payments AS (
                INSERT INTO domain.payment
                SELECT row.* FROM made, domain.payment t JOIN one ON t.id = one.id, LATERAL jsonb_populate_record(t, jsonb_build_object(
                    'id', made.payment, 'receipt_id', made.receipt, 'idempotency_key', made.key, 'created_at', made.at)) AS row),
            keys AS (
                INSERT INTO domain.idempotency_record
                SELECT row.* FROM made, domain.idempotency_record t JOIN one ON t.key = one.idempotency_key, LATERAL jsonb_populate_record(t, jsonb_build_object(
                    'key', made.key, 'created_at', made.at, 'expires_at', made.at + interval '400 days')) AS row),
            charges AS (
                INSERT INTO domain.sandbox_charge
                SELECT row.* FROM made, domain.sandbox_charge t JOIN one ON t.reference = one.id, LATERAL jsonb_populate_record(t, jsonb_build_object(
                    'reference', made.payment, 'at', made.at)) AS row)
            INSERT INTO domain.receipt
            SELECT row.* FROM made, domain.receipt t JOIN one ON t.payment_id = one.id, LATERAL jsonb_populate_record(t, jsonb_build_object(
                'id', made.receipt, 'payment_id', made.payment, 'issued_at', made.at)) AS row
            """;

    private final Server server;
    private final String credential;
    private final Report report = new Report("growth");
    private final AtomicLong next = new AtomicLong();
    private final String run = UUID.randomUUID().toString();

    private GrowthBench(Server server) throws Exception {
        this.server = server;
        this.credential = "Authorization: Bearer " + server.firstRun("COUNTERFOIL_TEST_KEY") + "\r\n";
    }

    public static void main(String... arguments) throws Exception {
        long[] sizes = arguments.length > 1
                ? Arrays.stream(arguments).skip(1).mapToLong(Long::parseLong).sorted().toArray()
                : new long[] {10_000, 1_000_000, 10_000_000};
        Map<String, String> settings = Map.of("COUNTERFOIL_RATE_LIMITS", "1000");
        try (Server server = Server.start(Files.createDirectories(Path.of(arguments[0]).resolve("home")), settings)) {
            new GrowthBench(server).run(sizes);
        }
    }

    private void run(long[] sizes) throws Exception {
        WarmUp.with(
                "payments on " + WARMING + " connections",
                () -> pay(WARMING, Duration.ofSeconds(15)).perSecond());
        Report.Table table = report.table(
                "New payments on " + CONNECTIONS + " connections, medians of " + ROUNDS + " rounds",
                "payments there", "payments/s", "p50 ms", "p95 ms", "p99 ms", "bytes a payment", "rows of whole tables read a payment");
        List<Double> worst = new ArrayList<>();
        for (long size : sizes) {
            grow(size);
            Sql sql = new Sql(server.database());
            long before = ReadWhole.soFar(sql);
            List<Load.Done> rounds = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                System.out.printf("%,d payments, round %d of %d …%n", size, round + 1, ROUNDS);
                rounds.add(pay(CONNECTIONS, ROUND));
            }
            double readWhole = (ReadWhole.soFar(sql) - before)
                    / (double) rounds.stream().mapToInt(done -> done.timings().count()).sum();
            double p99 = median(rounds, done -> done.timings().millis(99));
            worst.add(p99);
            table.row(
                    size,
                    median(rounds, Load.Done::perSecond),
                    median(rounds, done -> done.timings().millis(50)),
                    median(rounds, done -> done.timings().millis(95)),
                    p99,
                    bytes() / payments(),
                    readWhole);
            if (readWhole > MOST_READ) {
                report.warn("with %,d payments there, a payment reads %.0f rows by going through whole tables".formatted(size, readWhole));
            }
            report.bar("p99 of new payments", "ms", String.format("%,d", size), p99);
        }
        report.print(table);
        System.out.println("five days pass in some minutes …");
        Turnover.run(server.database(), report);
        double growth = worst.get(worst.size() - 1) / worst.get(0);
        if (growth > MOST_GROWTH) {
            report.warn("p99 grows to %.2f of what it was: the aim is %.1f at most".formatted(growth, MOST_GROWTH));
        }
        report.finish("of p99 in the largest database to the smallest", growth);
    }

    private void grow(long size) throws Exception {
        try (Connection connection = server.database().getConnection()) {
            connection.setAutoCommit(true);
            long there = payments();
            long begun = there;
            while (there < size) {
                try (PreparedStatement multiply = connection.prepareStatement(MULTIPLY)) {
                    multiply.setInt(1, (int) Math.min(BATCH, size - there));
                    there += multiply.executeUpdate();
                }
                if ((there - begun) % (10 * BATCH) < BATCH) {
                    System.out.printf("growing: %,d of %,d …%n", there, size);
                }
            }
            try (Statement statement = connection.createStatement()) {
                for (String name : TABLES) {
                    statement.execute("VACUUM ANALYZE domain." + name);
                }
            }
        }
    }

    private long payments() throws Exception {
        return number("SELECT count(*) FROM domain.payment");
    }

    private long bytes() throws Exception {
        return number("SELECT sum(pg_total_relation_size('domain.' || name)) FROM unnest(ARRAY['"
                + String.join("','", TABLES) + "']) AS name");
    }

    private long number(String query) throws Exception {
        try (Connection connection = server.database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(query, failed);
        }
    }

    private Load.Done pay(int connections, Duration time) throws Exception {
        Map<Integer, Wire> wires = new LinkedHashMap<>();
        for (int worker = 0; worker < connections; worker++) {
            wires.put(worker, server.wire());
        }
        try {
            return Load.closed(connections, time, worker -> {
                Wire.Answer answer = wires.get(worker).send(
                        "POST", "/v1/payments", credential + "Idempotency-Key: " + run + "-" + next.incrementAndGet() + "\r\n", PAYMENT);
                if (answer.status() != 201) {
                    throw new IllegalStateException(answer.status() + " " + answer.body());
                }
            });
        } finally {
            for (Wire wire : wires.values()) {
                wire.close();
            }
        }
    }

    private static double median(List<Load.Done> rounds, ToDoubleFunction<Load.Done> figure) {
        return Timings.median(rounds.stream().mapToDouble(figure).toArray());
    }
}
