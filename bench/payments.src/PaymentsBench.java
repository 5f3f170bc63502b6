package io.counterfoil.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.ObjectMapper;

/**
 * Payments over HTTPS, by the server as it is shipped on its embedded PostgreSQL with fsync on, beside {@link Pgbench the
 * limit}. Both are measured in turns, so that they meet the same machine; client, server and database share its cores.
 */
final class PaymentsBench {

    private static final int[] CONNECTIONS = {1, 8, 32, 128};
    private static final int ROUNDS = 3;
    private static final int WARMING = 4;

    /** What may not be missed without a word. */
    private static final double LEAST_RATIO = 0.5;

    private static final double MOST_P99_MILLIS = 10;
    private static final double LEAST_REPLAYS = 3;
    private static final String PAYMENT = """
            {"amount":1250,"currency":"EUR","payment_method":"pm_card_visa","order_reference":"order-1001"}""";

    private final Server server;
    private final int seconds;
    private final String credential;
    private final Report report;
    private final AtomicLong next = new AtomicLong();
    private final String run = UUID.randomUUID().toString();

    private PaymentsBench(Server server, int seconds, Report report) throws IOException {
        this.server = server;
        this.seconds = seconds;
        this.report = report;
        this.credential = "Authorization: Bearer " + server.firstRun("COUNTERFOIL_TEST_KEY") + "\r\n";
    }

    public static void main(String... arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8;
        if (!Pgbench.installed()) {
            System.err.println("bench/payments needs pgbench, from the package postgresql-contrib or postgresql.");
            System.exit(1);
        }
        // The defaults would refuse what one key does here.
        Map<String, String> settings = Map.of("COUNTERFOIL_RATE_LIMITS", "1000");
        Path home = Files.createDirectories(directory.resolve("home"));
        Report report = new Report("payments");
        double ratio;
        try (Server server = Server.start(home, settings)) {
            ratio = new PaymentsBench(server, seconds, report).run(directory);
        }
        SealLag.prepare(home);
        try (Server server = Server.start(home, settings)) {
            new PaymentsBench(server, seconds, report).sealLag();
        }
        report.finish("at 32 connections", ratio);
    }

    /** Gives the ratio at 32 connections. */
    private double run(Path directory) throws Exception {
        warmUp();
        Pgbench limit = limit(directory);
        limit.perSecond(32, 2);

        Report.Table payments = report.table(
                "New payments, " + limit.statements() + " statements each, medians of " + ROUNDS + " rounds",
                "connections", "payments/s", "limit/s", "ratio", "p50 ms", "p95 ms", "p99 ms", "failed");
        double ratioAt32 = 0;
        double paidAt32 = 0;
        double most = 0;
        for (int connections : CONNECTIONS) {
            List<Load.Done> rounds = new ArrayList<>();
            double[] limits = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                System.out.printf("%d connections, round %d of %d …%n", connections, round + 1, ROUNDS);
                limits[round] = limit.perSecond(connections, seconds);
                rounds.add(closed(connections, Duration.ofSeconds(seconds), this::pay));
            }
            double paid = median(rounds, Load.Done::perSecond);
            double bound = Timings.median(limits);
            payments.row(
                    connections, paid, bound, paid / bound,
                    median(rounds, done -> done.timings().millis(50)),
                    median(rounds, done -> done.timings().millis(95)),
                    median(rounds, done -> done.timings().millis(99)),
                    rounds.stream().mapToInt(Load.Done::failed).sum());
            report.bar("New payments by connections", "1/s", connections + ", limit", bound);
            report.bar("New payments by connections", "1/s", Integer.toString(connections), paid);
            most = Math.max(most, paid);
            if (connections == 32) {
                ratioAt32 = paid / bound;
                paidAt32 = paid;
            }
        }
        report.print(payments);
        if (ratioAt32 < LEAST_RATIO) {
            report.warn("%.2f of the limit at 32 connections: the aim is %.1f".formatted(ratioAt32, LEAST_RATIO));
        }
        steady(most / 2);
        others(paidAt32);
        System.out.println("recording a profile …");
        Profile.of(server, report, directory, () -> closed(32, Duration.ofSeconds(2L * seconds), this::pay));
        return ratioAt32;
    }

    private void warmUp() throws Exception {
        WarmUp.with(
                "payments on " + WARMING + " connections",
                () -> closed(WARMING, Duration.ofSeconds(2L * seconds), this::pay).perSecond());
    }

    /** How long receipts wait for the log while the server does all that it can. */
    private void sealLag() throws Exception {
        warmUp();
        System.out.println("sealing at 32 connections …");
        SealLag sealed = SealLag.watch(server);
        Load.Done done = closed(32, Duration.ofSeconds(2L * seconds), this::pay);
        Timings lags = sealed.lags();
        Report.Table table = report.table(
                "From a receipt's commit to a published checkpoint, 32 connections",
                "payments/s", "receipts", "p50 ms", "p99 ms", "most ms");
        table.row(done.perSecond(), lags.count(), lags.millis(50), lags.millis(99), lags.millis(100));
        report.print(table);
    }

    /** What a client sees at half of what the server can do. */
    private void steady(double rate) throws Exception {
        Report.Table table = report.table("At half of the most, 32 connections", "payments/s", "p50 ms", "p95 ms", "p99 ms");
        List<Load.Done> rounds = new ArrayList<>();
        Map<Integer, Wire> wires = wires(32);
        for (int round = 0; round < ROUNDS; round++) {
            rounds.add(Load.open(32, rate, Duration.ofSeconds(seconds), worker -> pay(wires.get(worker))));
        }
        close(wires);
        double p99 = median(rounds, done -> done.timings().millis(99));
        table.row(
                rate,
                median(rounds, done -> done.timings().millis(50)),
                median(rounds, done -> done.timings().millis(95)),
                p99);
        report.print(table);
        if (p99 > MOST_P99_MILLIS) {
            report.warn("p99 at half of the most is %.1f ms: the aim is %.0f ms".formatted(p99, MOST_P99_MILLIS));
        }
    }

    private void others(double payments) throws Exception {
        Report.Table table = report.table("The rest, 32 connections", "what", "1/s", "p50 ms", "p99 ms");
        String key = key();
        Wire first = server.wire();
        String id = id(send(first, key));
        first.close();
        double replays = row(table, "replays of one key", wire -> demand(201, send(wire, key)));
        if (replays < LEAST_REPLAYS * payments) {
            report.warn("replays are %.1f times as fast as payments: the aim is %.0f times"
                    .formatted(replays / payments, LEAST_REPLAYS));
        }
        row(table, "reads of one payment", wire -> demand(200, read(wire, id)));
        row(table, "mix: a payment, a replay, two reads", wire -> {
            String mixed = key();
            String made = id(demand(201, send(wire, mixed)));
            demand(201, send(wire, mixed));
            demand(200, read(wire, made));
            demand(200, read(wire, made));
        });
        report.print(table);
    }

    private double row(Report.Table table, String what, Piece piece) throws Exception {
        List<Load.Done> rounds = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            rounds.add(closed(32, Duration.ofSeconds(seconds), piece));
        }
        double rate = median(rounds, Load.Done::perSecond);
        table.row(
                what, rate,
                median(rounds, done -> done.timings().millis(50)),
                median(rounds, done -> done.timings().millis(99)));
        report.bar("Other calls, 32 connections", "1/s", what, rate);
        return rate;
    }

    /** The statements of one payment, read off the database's own log. */
    private Pgbench limit(Path directory) throws Exception {
        String key = key();
        String[] ids = new String[2];
        Wire wire = server.wire();
        List<StatementLog.Executed> log = StatementLog.script(server, () -> {
            String answer = demand(201, send(wire, key)).body();
            ids[0] = new ObjectMapper().readTree(answer).get("id").asString();
            ids[1] = new ObjectMapper().readTree(answer).at("/receipt/merchant_id").asString();
        });
        wire.close();
        return Pgbench.of(server, directory, log, uuid(ids[1]), List.of(key, uuid(ids[0])));
    }

    /** What one worker does again and again on its connection. */
    private interface Piece {
        void run(Wire wire) throws Exception;
    }

    private Load.Done closed(int connections, Duration time, Piece piece) throws Exception {
        Map<Integer, Wire> wires = wires(connections);
        Load.Done done = Load.closed(connections, time, worker -> piece.run(wires.get(worker)));
        close(wires);
        return done;
    }

    private Map<Integer, Wire> wires(int count) throws IOException {
        Map<Integer, Wire> wires = new LinkedHashMap<>();
        for (int worker = 0; worker < count; worker++) {
            wires.put(worker, server.wire());
        }
        return wires;
    }

    private static void close(Map<Integer, Wire> wires) throws IOException {
        for (Wire wire : wires.values()) {
            wire.close();
        }
    }

    private void pay(Wire wire) throws IOException {
        demand(201, send(wire, key()));
    }

    private Wire.Answer send(Wire wire, String key) throws IOException {
        return wire.send("POST", "/v1/payments", credential + "Idempotency-Key: " + key + "\r\n", PAYMENT);
    }

    private Wire.Answer read(Wire wire, String id) throws IOException {
        return wire.send("GET", "/v1/payments/" + id, credential, "");
    }

    private String key() {
        return run + "-" + next.incrementAndGet();
    }

    private static Wire.Answer demand(int status, Wire.Answer answer) {
        if (answer.status() != status) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
        return answer;
    }

    private static String id(Wire.Answer answer) {
        return new ObjectMapper().readTree(answer.body()).get("id").asString();
    }

    /** The UUID behind an id: 26 digits of Crockford's base 32 behind the underscore. */
    private static String uuid(String id) {
        long high = 0;
        long low = 0;
        for (char digit : id.substring(id.indexOf('_') + 1).toCharArray()) {
            high = high << 5 | low >>> 59;
            low = low << 5 | "0123456789abcdefghjkmnpqrstvwxyz".indexOf(digit);
        }
        return new UUID(high, low).toString();
    }

    private static double median(List<Load.Done> rounds, java.util.function.ToDoubleFunction<Load.Done> figure) {
        return Timings.median(rounds.stream().mapToDouble(figure).toArray());
    }
}
