package io.counterfoil.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the processors' time of a payment goes: how much of it server, database and client take, and of the server's, by a
 * recording of JFR, how much each of its parts. Apart from the rounds that are measured, which it would slow down.
 */
final class Profile {

    /** A sample belongs to the first part that one of its frames is of, looked at from where the processor was. */
    private static final Map<String, List<String>> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("TLS", List.of("sun.security.ssl.", "com.ibm.ws.channel.ssl."));
        PARTS.put(
                "crypto: HMAC, sealing, hashes",
                List.of("javax.crypto.", "com.sun.crypto.", "sun.security.", "java.security.", "com.google.crypto.tink."));
        PARTS.put("JSON", List.of("tools.jackson.", "com.fasterxml.jackson.", "io.counterfoil.domain.canonicaljson."));
        PARTS.put("SQL: driver and pool", List.of("org.postgresql.", "com.ibm.ws.rsadapter.", "com.ibm.ejs.j2c.", "com.ibm.tx."));
        PARTS.put("Hibernate", List.of("org.hibernate."));
        PARTS.put(
                "HTTP and REST",
                List.of(
                        "com.ibm.ws.http.", "com.ibm.wsspi.http.", "com.ibm.ws.tcpchannel.", "com.ibm.wsspi.bytebuffer.",
                        "com.ibm.ws.bytebuffer.", "com.ibm.ws.webcontainer.", "com.ibm.wsspi.webcontainer.",
                        "org.jboss.resteasy.", "io.openliberty.org.jboss.resteasy.", "io.openliberty.restfulWS.",
                        "jakarta.servlet."));
        PARTS.put("CDI, metrics, the rest of the platform", List.of("org.jboss.weld.", "io.smallrye.", "com.ibm.", "io.openliberty."));
        PARTS.put("Counterfoil's own", List.of("io.counterfoil."));
    }

    private static final String OTHER = "the JVM and what is left";

    private final Map<String, Integer> samples = new LinkedHashMap<>();
    private int all;

    private Profile() {}

    /** Records while payments are made, and adds two tables. */
    static void of(Server server, Report report, Path directory, Callable<Load.Done> paying) throws Exception {
        Path recording = directory.resolve("payments.jfr");
        jcmd(server, "JFR.start", "name=payments", "settings=profile");
        Cost before = Cost.sofar(server);
        Load.Done done = paying.call();
        Cost after = Cost.sofar(server);
        jcmd(server, "JFR.stop", "name=payments", "filename=" + recording);
        after.since(before, done.timings().count(), report);
        Profile profile = new Profile();
        profile.read(recording);
        Files.delete(recording);
        profile.tell(report);
    }

    private void read(Path recording) throws IOException {
        PARTS.keySet().forEach(part -> samples.put(part, 0));
        samples.put(OTHER, 0);
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                RecordedStackTrace stack = event.getStackTrace();
                if (event.getEventType().getName().equals("jdk.ExecutionSample") && stack != null) {
                    samples.merge(part(stack.getFrames()), 1, Integer::sum);
                    all++;
                }
            }
        }
    }

    private static String part(List<RecordedFrame> frames) {
        List<String> classes = frames.stream()
                .map(frame -> frame.getMethod().getType().getName())
                .toList();
        // a cipher at work for TLS is TLS
        if (classes.stream().anyMatch(name -> name.startsWith("sun.security.ssl."))) {
            return "TLS";
        }
        return classes.stream()
                .flatMap(name -> PARTS.entrySet().stream()
                        .filter(part -> part.getValue().stream().anyMatch(name::startsWith))
                        .limit(1))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(OTHER);
    }

    private void tell(Report report) {
        Report.Table table = report.table("The server's time by JFR, " + all + " samples", "part", "share %");
        samples.forEach((part, count) -> {
            double share = 100.0 * count / Math.max(1, all);
            table.row(part, share);
            report.bar("The server's time", "%", part, share);
        });
        report.print(table);
    }

    /** Time on processors so far, of each who shares them. */
    private record Cost(Duration server, Duration database, Duration client) {

        static Cost sofar(Server server) throws IOException {
            long postmaster = Long.parseLong(
                    Files.readAllLines(server.home().resolve("postgres/data/postmaster.pid")).get(0).strip());
            ProcessHandle postgres = ProcessHandle.of(postmaster).orElseThrow();
            Duration database = Stream.concat(Stream.of(postgres), postgres.children())
                    .map(Cost::used)
                    .reduce(Duration.ZERO, Duration::plus);
            return new Cost(
                    used(ProcessHandle.of(server.pid()).orElseThrow()), database, used(ProcessHandle.current()));
        }

        private static Duration used(ProcessHandle process) {
            return process.info().totalCpuDuration().orElse(Duration.ZERO);
        }

        void since(Cost before, int payments, Report report) {
            Report.Table table = report.table("Processor time of one payment, 32 connections", "who", "ms");
            table.row("server", each(server.minus(before.server), payments));
            table.row("PostgreSQL", each(database.minus(before.database), payments));
            table.row("the client, TLS too", each(client.minus(before.client), payments));
            report.print(table);
        }

        private static double each(Duration all, int payments) {
            return all.toNanos() / 1e6 / payments;
        }
    }

    private static void jcmd(Server server, String... command) throws IOException, InterruptedException {
        List<String> line = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                                Long.toString(server.pid())),
                        Stream.of(command))
                .toList();
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", line) + ": " + said);
        }
    }
}
