package io.counterfoil.liberty.faults;

import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** Clients that pay and retry, while servers and databases are killed at random moments. */
final class Soak implements AutoCloseable {

    private static final int CLIENTS = 8;
    private static final String[] METHODS = {
        "pm_card_visa", "pm_card_visa", "pm_card_visa", "pm_no_0", "pm_delay_300", "pm_drop_0", "pm_after_0"
    };

    private final Processor processor;
    private final Path home;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final AtomicReference<CounterfoilProcess> server = new AtomicReference<>();
    private final LiveMerchant merchant;
    private final Map<String, String> sent = new ConcurrentHashMap<>();
    private final Map<String, Api.Answer> ended = new ConcurrentHashMap<>();
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private volatile boolean over;

    Soak(Path directory) {
        this.processor = Processor.start(directory);
        this.home = directory.resolve("home");
        server.set(start(Distribution.on(home)));
        this.merchant = LiveMerchant.on(server.get());
        for (int i = 0; i < CLIENTS; i++) {
            clients.submit(this::payOnAndOn);
        }
    }

    /** What is left when all is over. */
    record Tally(int payments, long charges, long duplicates, long lost, long unknown, long events) {

        @Override
        public String toString() {
            return "payments %s charges %s duplicates %s lost %s unknown %s"
                    .formatted(payments, charges, duplicates, lost, unknown);
        }
    }

    /** Kills the server, or three times in four only its database, and brings back what doesn't come by itself. */
    void kill() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_500)));
        CounterfoilProcess running = server.get();
        if (random.nextInt(4) > 0) {
            ProcessHandle database = running.database();
            database.destroyForcibly();
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> running.get("/health/ready").statusCode() == 200);
        } else {
            running.kill();
            server.set(start(Distribution.on(home)
                    .with("COUNTERFOIL_HTTPS_PORT", Integer.toString(running.httpsPort()))
                    .with("COUNTERFOIL_HTTP_PORT", Integer.toString(running.httpPort()))));
        }
    }

    /** Lets every request come to its end and counts. */
    Tally settle() throws InterruptedException {
        over = true;
        clients.shutdown();
        clients.awaitTermination(3, TimeUnit.MINUTES);
        Database database = new Database(home);
        Map<String, Long> charges = processor.charges();
        long duplicates = charges.values().stream().filter(times -> times > 1).count()
                + Math.max(0, database.count("SELECT count(*) FROM domain.payment") - sent.size());
        long paid =
                ended.values().stream().filter(answer -> answer.status() == 201).count();
        Api api = merchant.api(server.get());
        long lost =
                sent.keySet().stream().filter(key -> !ended.containsKey(key)).count()
                        + ended.entrySet().stream()
                                .filter(end ->
                                        !same(end.getValue(), api.pay(end.getKey(), sent.get(end.getKey())), charges))
                                .count()
                        + Math.abs(paid - charges.size());
        return new Tally(
                sent.size(),
                charges.size(),
                duplicates,
                lost,
                database.count("SELECT count(*) FROM domain.payment WHERE status = 'processing'"),
                database.count("SELECT count(*) FROM webhooks.event WHERE type = 'payment.succeeded'"));
    }

    /** The replay is the same to the byte, and says paid exactly where the processor has charged. */
    private static boolean same(Api.Answer first, Api.Answer replay, Map<String, Long> charges) {
        String payment = first.status() == 201 ? first.text("id") : first.text("payment");
        return first.body().equals(replay.body()) && (first.status() == 201) == charges.containsKey(payment);
    }

    private CounterfoilProcess start(Distribution distribution) {
        return processor.behind(distribution, "PT2S").start();
    }

    private void payOnAndOn() {
        while (!over) {
            String key = Api.newKey();
            String method = METHODS[random.nextInt(METHODS.length)];
            sent.put(key, method);
            payUntilItIsKnown(key, method);
        }
    }

    private void payUntilItIsKnown(String key, String method) {
        for (int attempt = 0; attempt < 1_000 && !ended.containsKey(key); attempt++) {
            try {
                Api.Answer answer = merchant.api(server.get()).pay(key, method);
                if (answer.status() == 201 || answer.status() == 402) {
                    ended.put(key, answer);
                }
            } catch (IllegalStateException noAnswer) {
                // the server is being killed or started: tried again below, as every client should
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }

    @Override
    public void close() {
        over = true;
        clients.shutdownNow();
        server.get().close();
        processor.close();
    }
}
