package io.counterfoil.bench.webhooks;

import io.counterfoil.bench.Load;
import io.counterfoil.bench.ReadWhole;
import io.counterfoil.bench.Report;
import io.counterfoil.bench.Server;
import io.counterfoil.bench.StatementLog;
import io.counterfoil.bench.Timings;
import io.counterfoil.bench.WarmUp;
import io.counterfoil.bench.Wire;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.webhooks.delivery.FanOutBench;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** How fast committed events arrive, how late, at what cost, and who pays for an endpoint that hangs. */
final class WebhooksBench {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROUNDS = 3;
    private static final int BACKLOG = 15_000;

    /** What may not be passed, or missed, without a word: statements of the sender a delivery, by how much others' p99 grows. */
    private static final double MOST_STATEMENTS = 2;

    private static final double MOST_GROWTH = 0.10;
    private static final double LEAST_RATIO = 0.4;

    /** What leaves two cores idle for most of the time: latency then says who waits for whom, and not for the processor. */
    private static final int PINGS = 60;

    private static final Duration PING_TIME = Duration.ofSeconds(20);

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String PAYMENT = "{\"amount\":1999,\"currency\":\"EUR\",\"payment_method\":\"pm_card_visa\"}";

    private final Server server;
    private final Sink sink;
    private final HttpClient client;
    private final Sql sql;
    private final String credential;
    private final Map<Integer, Wire> wires = new ConcurrentHashMap<>();
    private final Report report = new Report("webhooks");

    private WebhooksBench(Server server, Sink sink) throws Exception {
        this.server = server;
        this.sink = sink;
        this.client = server.client();
        this.credential = "Authorization: Bearer " + server.firstRun("COUNTERFOIL_TEST_KEY") + "\r\n";
        this.sql = new Sql(server.database());
    }

    public static void main(String... arguments) throws Exception {
        Map<String, String> settings = Map.of(
                "COUNTERFOIL_WEBHOOKS_ALLOW_LOCAL", "true",
                "COUNTERFOIL_RATE_LIMITS", "1000");
        try (Sink sink = new Sink();
                Server server = Server.start(Path.of(arguments[0]).resolve("home"), settings)) {
            new WebhooksBench(server, sink).run();
        }
    }

    private void run() throws Exception {
        List<String> eight = endpoints(8, "[\"payment.succeeded\"]");
        String body = body();
        double ratio = throughput(body);
        if (ratio < LEAST_RATIO) {
            report.warn("%.2f of the bare client's posts: the aim is %.1f".formatted(ratio, LEAST_RATIO));
        }
        draining(body);
        steady("25 payments/s to 8 endpoints", 25, 8);
        for (String endpoint : eight.subList(1, 8)) {
            send("DELETE", endpoint, "");
        }
        steady("200 payments/s to 1 endpoint", 200, 1);
        lags();
        send("DELETE", eight.get(0), "");
        hanging();
        FanOutBench.run(server.database(), report);
        report.finish("of deliveries to a bare HTTP client's posts, 128 connections", ratio);
    }

    /** A backlog drained, in turns with a process that only posts. */
    private double throughput(String body) throws Exception {
        Report.Table table = report.table(
                "Throughput, 8 endpoints, 128 connections", "round", "deliveries/s", "bare client's posts/s", "ratio");
        WarmUp.with("deliveries", () -> drain(BACKLOG, body));
        double[] ours = new double[ROUNDS];
        double[] bare = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            ours[round] = drain(BACKLOG, body);
            bare[round] = bare(body);
            table.row(round + 1, ours[round], bare[round], ours[round] / bare[round]);
        }
        double ratio = Timings.median(ours) / Timings.median(bare);
        table.row("median", Timings.median(ours), Timings.median(bare), ratio);
        report.print(table);
        report.bar("Throughput", "1/s", "deliveries", Timings.median(ours));
        report.bar("Throughput", "1/s", "bare client", Timings.median(bare));
        return ratio;
    }

    private double drain(int count, String body) throws InterruptedException {
        Sink.Round round = sink.begin(path -> true);
        Backlog.of(count, body, sql);
        round.await(count, PATIENCE);
        awaitEmptyQueue();
        return round.perSecond();
    }

    private double bare(String body) throws Exception {
        sink.begin(path -> true);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareClient.class.getName(),
                        sink.url("/ok"),
                        "128",
                        body)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Double.parseDouble(said.strip());
    }

    /** What one delivery costs the database while a backlog is drained: 8 endpoints share each statement. */
    private void draining(String body) throws Exception {
        int drained = 3_000;
        statements("draining, 8 endpoints", drained, StatementLog.during(server, () -> drain(drained, body)));
        long before = ReadWhole.soFar(sql);
        drain(drained, body);
        double read = (ReadWhole.soFar(sql) - before) / (double) drained;
        if (read > 1) {
            report.warn("a delivery reads %.0f rows by going through whole tables".formatted(read));
        }
    }

    /** The same while payments are made, with as many endpoints as there are just now. */
    private void steady(String name, int payments, int endpoints) throws Exception {
        int[] sent = new int[1];
        Map<String, Long> all = StatementLog.during(server, () -> {
            Sink.Round round = sink.begin(path -> true);
            Load.Done done = Load.open(32, payments, Duration.ofSeconds(8), this::pay);
            round.await(endpoints * done.timings().count(), PATIENCE);
            awaitEmptyQueue();
            sent[0] = round.arrived();
        });
        statements(name, sent[0], all);
    }

    private void statements(String name, int deliveries, Map<String, Long> all) {
        Report.Table table = report.table("SQL statements of the sender, " + name, "statement", "a delivery");
        double sum = 0;
        for (Map.Entry<String, Long> statement : all.entrySet()) {
            if (ours(statement.getKey())) {
                double one = statement.getValue() / (double) deliveries;
                sum += one;
                String text = statement.getKey();
                table.row(text.length() > 48 ? text.substring(0, 48) : text, one);
            }
        }
        table.row("all of them", sum);
        report.print(table);
        report.bar("SQL statements a delivery", "count", name, sum);
        if (sum > MOST_STATEMENTS) {
            report.warn("%.2f SQL statements a delivery, %s: the aim is %.0f at most"
                    .formatted(sum, name, MOST_STATEMENTS));
        }
    }

    /** The sender's own: what payments write is theirs. */
    private static boolean ours(String statement) {
        return (statement.contains("webhooks.")
                        || statement.startsWith("WITH RECURSIVE waiting")
                        || statement.startsWith("WITH picked")
                        || statement.startsWith("SELECT s.merchant_id, s.id, s.endpoint_id")
                        || statement.startsWith("WITH result")
                        || statement.startsWith("select"))
                && !statement.startsWith("INSERT INTO webhooks.event")
                && !statement.startsWith("WITH made");
    }

    /** From the event's own time, which is before its commit, to its arrival. */
    private void lags() throws Exception {
        Report.Table table = report.table(
                "From event to delivery, payments over the API", "load", "deliveries/s", "p50 ms", "p95 ms", "p99 ms");
        Load.closed(32, Duration.ofSeconds(10), this::pay);
        awaitEmptyQueue();
        lag(table, "200/s", () -> Load.open(64, 200, Duration.ofSeconds(15), this::pay));
        lag(table, "as many as 32 callers can", () -> Load.closed(32, Duration.ofSeconds(10), this::pay));
        report.print(table);
    }

    private interface Loading {
        Load.Done run() throws Exception;
    }

    private void lag(Report.Table table, String name, Loading loading) throws Exception {
        Sink.Round round = sink.begin(path -> true);
        Load.Done done = loading.run();
        round.await(done.timings().count(), PATIENCE);
        row(table, name, round);
        report.bar("From event to delivery", "ms", name + ", p50", round.lags().millis(50));
        report.bar("From event to delivery", "ms", name + ", p99", round.lags().millis(99));
        awaitEmptyQueue();
    }

    private static void row(Report.Table table, String name, Sink.Round round) {
        Timings lags = round.lags();
        table.row(name, round.perSecond(), lags.millis(50), lags.millis(95), lags.millis(99));
    }

    /** A hundred endpoints, one of which gets half of the traffic: first it answers, then it hangs. */
    private void hanging() throws Exception {
        List<String> hundred = endpoints(100, "[\"ping\"]");
        Report.Table table = report.table(
                "99 endpoints that answer, %d/s in all".formatted(PINGS / 2), "the hundredth, as many", "deliveries/s", "p50 ms", "p95 ms", "p99 ms");
        double[] answering = new double[ROUNDS];
        double[] hanging = new double[ROUNDS];
        pings(hundred, false, table, "warm-up");
        for (int round = 0; round < ROUNDS; round++) {
            answering[round] = pings(hundred, false, table, "answers");
            hanging[round] = pings(hundred, true, table, "hangs");
        }
        double growth = Timings.median(hanging) / Timings.median(answering) - 1;
        table.row("p99 grows by " + Math.round(100 * growth) + " % (medians)", "", "", "", Timings.median(hanging));
        report.print(table);
        if (growth >= MOST_GROWTH) {
            report.warn("one endpoint that hangs makes the p99 of the others grow by %.1f %%: the aim is less than %.0f %%"
                    .formatted(100 * growth, 100 * MOST_GROWTH));
        }
        report.bar("p99 of 99 endpoints", "ms", "the hundredth answers", Timings.median(answering));
        report.bar("p99 of 99 endpoints", "ms", "the hundredth hangs", Timings.median(hanging));
    }

    private double pings(List<String> endpoints, boolean hangs, Report.Table table, String name) throws Exception {
        send("PATCH", endpoints.get(0), "{\"status\":\"enabled\",\"url\":\"%s\"}".formatted(sink.url(hangs ? "/hang" : "/first")));
        Sink.Round round = sink.begin(path -> path.equals("/ok"));
        AtomicInteger answered = new AtomicInteger();
        Load.open(64, PINGS, PING_TIME, worker -> {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            boolean first = random.nextBoolean();
            send("POST", endpoints.get(first ? 0 : random.nextInt(1, 100)) + "/test", "");
            answered.addAndGet(first ? 0 : 1);
        });
        // what comes late counts with its lag, and what never comes is an error
        round.await(answered.get(), PATIENCE);
        row(table, name, round);
        send("PATCH", endpoints.get(0), "{\"status\":\"disabled\"}");
        return round.lags().millis(99);
    }

    private List<String> endpoints(int count, String types) throws Exception {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add("/v1/webhook-endpoints/" + send("POST", "/v1/webhook-endpoints",
                            "{\"url\":\"%s\",\"event_types\":%s}".formatted(sink.url("/ok"), types))
                    .path("id")
                    .asString());
        }
        return made;
    }

    /** A real event, as long as they are. */
    private String body() throws Exception {
        pay(0);
        return send("GET", "/v1/events?limit=1", "").path("data").path(0).toString();
    }

    /** By connections that take little from the processor. One that has waited longer than the server does is made anew. */
    private void pay(int worker) throws Exception {
        for (int tries = 1; ; tries++) {
            Wire wire = wires.containsKey(worker) ? wires.get(worker) : server.wire();
            wires.put(worker, wire);
            try {
                Wire.Answer answer = wire.send(
                        "POST", "/v1/payments", credential + "Idempotency-Key: " + UUID.randomUUID() + "\r\n", PAYMENT);
                if (answer.status() != 201) {
                    throw new IllegalStateException(answer.status() + " " + answer.body());
                }
                return;
            } catch (IOException closed) {
                wires.remove(worker);
                if (tries == 2) {
                    throw closed;
                }
            }
        }
    }

    private JsonNode send(String method, String path, String body) throws Exception {
        HttpResponse<String> answer = client.send(
                server.request(path)
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private void awaitEmptyQueue() throws InterruptedException {
        while (sql.first("SELECT count(*) FROM webhooks.delivery_queue", row -> row.getInt(1)).orElse(0) > 0) {
            Thread.sleep(50);
        }
    }
}
