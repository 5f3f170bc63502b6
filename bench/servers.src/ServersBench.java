package io.counterfoil.bench;

import io.counterfoil.liberty.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToDoubleFunction;

/**
 * What servers add: the same calls to one, two and three of them, which know of each other only through one PostgreSQL. Each
 * may use a quarter of a processor, so that neither the database nor the client is what holds them back. The ratio is of
 * what two do to what one does; two is all that it can be.
 */
final class ServersBench {

    private static final int MOST = 3;
    private static final int ROUNDS = 3;
    private static final double PART = 0.25;
    private static final int CONNECTIONS_EACH = 4;
    private static final int POOL_EACH = 20;
    private static final Duration ROUND = Duration.ofSeconds(6);
    private static final Duration WARMING = Duration.ofSeconds(10);
    private static final double LEAST_RATIO = 1.8;
    private static final String PAYMENT = """
            {"amount":1250,"currency":"EUR","payment_method":"pm_card_visa","order_reference":"order-1001"}""";

    private final List<Server> servers;
    private final String headers;
    private final Report report = new Report("servers");

    private ServersBench(List<Server> servers) throws IOException {
        this.servers = servers;
        this.headers = "Authorization: Bearer " + servers.get(0).firstRun("COUNTERFOIL_TEST_KEY") + "\r\nIdempotency-Key: "
                + UUID.randomUUID() + "\r\n";
    }

    public static void main(String... arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("root.key"), Base64.getEncoder().encodeToString(new byte[32]));
        EmbeddedPostgres postgres = new EmbeddedPostgres(directory.resolve("postgres"), directory, MOST * POOL_EACH, line -> {});
        postgres.start();
        List<Server> servers = new ArrayList<>();
        try {
            for (int i = 0; i < MOST; i++) {
                System.out.printf("starting server %d of %d …%n", i + 1, MOST);
                servers.add(Server.start(Files.createDirectories(directory.resolve("home" + i)), settings(directory, postgres)));
            }
            new ServersBench(servers).run();
        } finally {
            for (Server server : servers) {
                server.close();
                Quota.forget(server.pid());
            }
            postgres.stop();
        }
    }

    private static Map<String, String> settings(Path directory, EmbeddedPostgres postgres) {
        Map<String, String> settings = new HashMap<>();
        settings.put("COUNTERFOIL_DATABASE_URL", postgres.jdbcUrl());
        settings.put("COUNTERFOIL_DATABASE_USER", postgres.user());
        settings.put("COUNTERFOIL_DATABASE_PASSWORD", postgres.password());
        settings.put("COUNTERFOIL_DATABASE_POOL", Integer.toString(POOL_EACH / 2));
        settings.put("COUNTERFOIL_ROOT_KEY_FILE", directory.resolve("root.key").toString());
        settings.put("COUNTERFOIL_TRANSPARENCY_RECORD", directory.resolve("published-checkpoints").toString());
        settings.put("COUNTERFOIL_PRIVACY_LEDGER", directory.resolve("erasures").toString());
        settings.put("COUNTERFOIL_RATE_LIMITS", "1000");
        return settings;
    }

    private void run() throws Exception {
        for (Server server : servers) {
            WarmUp.with("replays", () -> replay(List.of(server), WARMING).perSecond());
        }
        boolean held = true;
        for (Server server : servers) {
            held &= Quota.hold(server.pid(), PART);
        }
        Report.Table table = report.table(
                "Replays, %d connections a server, %s, medians of %d rounds"
                        .formatted(
                                CONNECTIONS_EACH,
                                held ? "each held to a quarter of a processor" : "none of them held back",
                                ROUNDS),
                "servers", "replays/s", "of one", "ms of the servers each", "p50 ms", "p99 ms");
        double[] rates = measure(table);
        report.print(table);
        double ratio = rates[2] / rates[1];
        if (held && ratio < LEAST_RATIO) {
            report.warn("two servers do %.2f times what one does: the aim is %.1f".formatted(ratio, LEAST_RATIO));
        }
        report.finish("of two servers to one" + (held ? "" : ", which shared all processors"), ratio);
    }

    private record Round(Load.Done done, double cost) {}

    /** One, two and three in turns; gives replays a second by how many they are. */
    private double[] measure(Report.Table table) throws Exception {
        List<List<Round>> rounds = new ArrayList<>();
        for (int count = 0; count <= MOST; count++) {
            rounds.add(new ArrayList<>());
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int count = 1; count <= MOST; count++) {
                System.out.printf("%d servers, round %d of %d …%n", count, round + 1, ROUNDS);
                List<Server> some = servers.subList(0, count);
                double before = millis(some);
                Load.Done done = replay(some, ROUND);
                rounds.get(count).add(new Round(done, (millis(some) - before) / done.timings().count()));
            }
        }
        double[] rates = new double[MOST + 1];
        for (int count = 1; count <= MOST; count++) {
            List<Round> all = rounds.get(count);
            rates[count] = median(all, round -> round.done().perSecond());
            table.row(
                    count,
                    rates[count],
                    rates[count] / rates[1],
                    median(all, Round::cost),
                    median(all, round -> round.done().timings().millis(50)),
                    median(all, round -> round.done().timings().millis(99)));
            report.bar("Replays by servers", "1/s", Integer.toString(count), rates[count]);
        }
        return rates;
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return Timings.median(rounds.stream().mapToDouble(figure).toArray());
    }

    private static double millis(List<Server> some) {
        return some.stream()
                .mapToDouble(server -> ProcessHandle.of(server.pid())
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElseThrow()
                        .toNanos()
                        / 1e6)
                .sum();
    }

    /** The same request again and again, by connections that are spread over some servers. */
    private Load.Done replay(List<Server> some, Duration time) throws Exception {
        int connections = CONNECTIONS_EACH * some.size();
        List<Wire> wires = new ArrayList<>();
        for (int worker = 0; worker < connections; worker++) {
            wires.add(some.get(worker % some.size()).wire());
        }
        try {
            // the first of all makes the payment
            pay(wires.get(0));
            return Load.closed(connections, time, worker -> pay(wires.get(worker)));
        } finally {
            for (Wire wire : wires) {
                wire.close();
            }
        }
    }

    private void pay(Wire wire) throws IOException {
        Wire.Answer answer = wire.send("POST", "/v1/payments", headers, PAYMENT);
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
    }
}
