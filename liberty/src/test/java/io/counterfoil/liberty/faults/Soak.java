package io.counterfoil.liberty.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.liberty.process.Api;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Clients of a merchant's that pay through either server, and send each request again until they hear how it ended: what
 * they meet meanwhile, and what is left when all is over.
 */
final class Soak implements AutoCloseable {

    private static final int CLIENTS = 8;
    private static final String[] METHODS = {
        "pm_card_visa", "pm_card_visa", "pm_card_visa", "pm_no_0", "pm_delay_300", "pm_drop_0", "pm_after_0"
    };

    private final Cluster cluster;
    private final LiveMerchant merchant;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Map<String, String> sent = new ConcurrentHashMap<>();
    private final Map<String, Api.Answer> ended = new ConcurrentHashMap<>();
    private final Queue<Api.Answer> astray = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Integer> heard = new ConcurrentHashMap<>();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private volatile boolean over;

    Soak(Cluster cluster) {
        this.cluster = cluster;
        this.merchant = cluster.merchant();
        for (int i = 0; i < CLIENTS; i++) {
            clients.submit(this::payOnAndOn);
        }
    }

    /** What is left when all is over. */
    record Tally(int payments, long charges, long duplicates, long lost, long unknown, boolean told) {

        boolean clean() {
            return payments > 0 && duplicates == 0 && lost == 0 && unknown == 0 && told;
        }

        @Override
        public String toString() {
            return "payments %s, charges %s, an event for each %s%nduplicates %s, lost %s, unknown %s"
                    .formatted(payments, charges, told ? "and no other" : "IS NOT THERE", duplicates, lost, unknown);
        }
    }

    /** Waits until so many more payments have come to their end: whatever was broken, service goes on. */
    void awaitProgress(int payments) {
        int before = ended.size();
        await("payments come to their end")
                .atMost(Duration.ofMinutes(8))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> ended.size() >= before + payments);
    }

    /**
     * Waits until clients were told so many more times that the service is not available. One more comes along now and
     * then: those who are there may all wait for the end of what was stored before the trouble, and hear of that only.
     */
    void awaitRefusals(int refusals) {
        int before = unavailable.get();
        await("503")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    if (unavailable.get() < before + refusals) {
                        clients.submit(this::pay);
                    }
                    assertThat(unavailable.get())
                            .as("among the answers %s", heard)
                            .isGreaterThanOrEqualTo(before + refusals);
                });
    }

    /** Answers that a client of a service in trouble should never get. */
    Collection<Api.Answer> astray() {
        return List.copyOf(astray);
    }

    /** How often a client was told to try again later. */
    int unavailable() {
        return unavailable.get();
    }

    /** Lets every request come to its end and counts. */
    Tally settle() throws InterruptedException {
        over = true;
        clients.shutdown();
        clients.awaitTermination(4, TimeUnit.MINUTES);
        Set<String> payments = payments("WHERE merchant_id = '%s'".formatted(merchant.id()));
        Map<String, Long> all = cluster.processor().charges();
        Map<String, Long> charges = all.entrySet().stream()
                .filter(charge -> payments.contains(charge.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        long duplicates = charges.values().stream().filter(times -> times > 1).count()
                + Math.max(0, payments.size() - sent.size());
        return new Tally(
                sent.size(),
                charges.size(),
                duplicates,
                withoutEnd() + changed(charges) + unpaid(charges) + unheardOf(all.keySet()),
                count("domain.payment", "status = 'processing' OR outcome = 'unknown'"),
                told("payment.succeeded")
                                .equals(charges.keySet().stream().sorted().toList())
                        && told("payment.failed").size() == payments.size() - charges.size());
    }

    /** The payments that such events are about, one for each event. */
    private List<String> told(String type) {
        return cluster
                .database()
                .texts(
                        "SELECT body::jsonb #>> '{data,payment}' FROM webhooks.event WHERE merchant_id = '%s' AND type = '%s'"
                                .formatted(merchant.id(), type))
                .stream()
                .sorted()
                .toList();
    }

    private long withoutEnd() {
        return sent.keySet().stream().filter(key -> !ended.containsKey(key)).count();
    }

    /** Where the replay isn't the same to the byte, or doesn't say paid exactly where the processor has charged. */
    private long changed(Map<String, Long> charges) {
        Api api = cluster.api(0, merchant.key());
        return ended.entrySet().stream()
                .filter(end -> {
                    Api.Answer first = end.getValue();
                    Api.Answer replay = api.pay(end.getKey(), sent.get(end.getKey()));
                    String payment = first.status() == 201 ? first.text("id") : first.text("payment");
                    return !first.body().equals(replay.body())
                            || (first.status() == 201) != charges.containsKey(payment);
                })
                .count();
    }

    private long unpaid(Map<String, Long> charges) {
        long paid =
                ended.values().stream().filter(answer -> answer.status() == 201).count();
        return Math.abs(paid - charges.size());
    }

    /** Charges that no payment stands behind. */
    private long unheardOf(Set<String> charged) {
        Set<String> known = payments("");
        return charged.stream().filter(payment -> !known.contains(payment)).count();
    }

    private Set<String> payments(String where) {
        return cluster.database().texts("SELECT id FROM domain.payment " + where).stream()
                .map(id -> IdKind.PAYMENT.text(UUID.fromString(id)))
                .collect(Collectors.toSet());
    }

    private long count(String table, String where) {
        return cluster.database()
                .count("SELECT count(*) FROM %s WHERE merchant_id = '%s' AND (%s)"
                        .formatted(table, merchant.id(), where));
    }

    private void payOnAndOn() {
        while (!over) {
            pay();
        }
    }

    private void pay() {
        String key = Api.newKey();
        String method = METHODS[random.nextInt(METHODS.length)];
        sent.put(key, method);
        payUntilItIsKnown(key, method);
    }

    private void payUntilItIsKnown(String key, String method) {
        for (int attempt = 0; attempt < 1_000 && !ended.containsKey(key); attempt++) {
            try {
                Api api = cluster.api(random.nextInt(cluster.size()), merchant.key());
                hear(key, api.pay(key, method));
            } catch (IllegalStateException noAnswer) {
                // a server is being killed or started: tried again, as every client should
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }

    private void hear(String key, Api.Answer answer) {
        heard.merge(answer.status(), 1, Integer::sum);
        switch (answer.status()) {
            case 201, 402 -> ended.put(key, answer);
            case 202, 409 -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            case 503 -> {
                unavailable.incrementAndGet();
                if (!answer.json().path("retryable").asBoolean()) {
                    astray.add(answer);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            }
            default -> {
                astray.add(answer);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            }
        }
    }

    @Override
    public void close() {
        over = true;
        clients.shutdownNow();
    }
}
