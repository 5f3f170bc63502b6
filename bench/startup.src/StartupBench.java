package io.counterfoil.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * From the command to the ready line: on an empty home (which makes a database, keys, a certificate and a merchant) and on
 * one that was used before. The ratio is of a further start to a first one.
 */
final class StartupBench {

    private static final String PAYMENT = """
            {"amount":1250,"currency":"EUR","payment_method":"pm_card_visa","order_reference":"order-1001"}""";

    private StartupBench() {}

    public static void main(String... arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Report report = new Report("startup");
        List<Double> first = new ArrayList<>();
        List<Double> further = new ArrayList<>();
        List<Double> processor = new ArrayList<>();
        List<Double> idle = new ArrayList<>();
        List<Double> loaded = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            System.out.printf("round %d of %d …%n", round + 1, rounds);
            Path home = Files.createDirectories(directory.resolve("home" + round));
            first.add(start(home, server -> {}));
            further.add(start(home, server -> {
                processor.add(processorSeconds(server));
                idle.add(mebibytes(server));
                load(server);
                loaded.add(mebibytes(server));
            }));
        }
        Report.Table table = report.table("From ./counterfoil run to ready, medians of " + rounds + " rounds", "what", "", "unit");
        table.row("first start", median(first), "s");
        table.row("further start", median(further), "s");
        table.row("processor time of a further start", median(processor), "s");
        table.row("memory (RSS) when ready, without PostgreSQL", median(idle), "MiB");
        table.row("memory (RSS) after 10 s of payments on 16 connections", median(loaded), "MiB");
        report.print(table);
        report.bar("From the command to ready", "s", "first", median(first));
        report.bar("From the command to ready", "s", "further", median(further));
        report.finish("of a further start to a first one", median(further) / median(first));
    }

    private interface Look {
        void at(Server server) throws Exception;
    }

    private static double start(Path home, Look look) throws Exception {
        long start = System.nanoTime();
        try (Server server = Server.start(home, Map.of("COUNTERFOIL_RATE_LIMITS", "1000"))) {
            double seconds = (System.nanoTime() - start) / 1e9;
            look.at(server);
            return seconds;
        }
    }

    private static void load(Server server) throws Exception {
        Map<Integer, Wire> wires = new ConcurrentHashMap<>();
        AtomicLong next = new AtomicLong();
        String credential = "Authorization: Bearer " + server.firstRun("COUNTERFOIL_TEST_KEY") + "\r\n";
        Load.closed(16, Duration.ofSeconds(10), worker -> {
            if (!wires.containsKey(worker)) {
                wires.put(worker, server.wire());
            }
            wires.get(worker)
                    .send("POST", "/v1/payments", credential + "Idempotency-Key: startup-bench-" + next.incrementAndGet() + "\r\n", PAYMENT);
        });
        for (Wire wire : wires.values()) {
            wire.close();
        }
    }

    private static double processorSeconds(Server server) {
        return ProcessHandle.of(server.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .map(time -> time.toMillis() / 1e3)
                .orElse(Double.NaN);
    }

    private static double mebibytes(Server server) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + server.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static double median(List<Double> values) {
        return Timings.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
