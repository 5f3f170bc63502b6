package io.counterfoil.liberty.faults;

import io.counterfoil.liberty.process.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Another merchant, who reads and pays in test mode on and on, and has nothing to do with the processor in trouble. */
final class Bystander implements AutoCloseable {

    private final Api api;
    private final Thread thread = new Thread(this::goOn, "bystander");
    private final List<Long> milliseconds = new ArrayList<>();
    private int failed;
    private volatile boolean over;

    Bystander(Cluster cluster) {
        this.api = cluster.api(0, cluster.merchant().testKey());
        thread.start();
    }

    /** How long its calls took, and how many didn't end well. */
    record Latency(int calls, long p50, long p99, int failed) {

        @Override
        public String toString() {
            return "reads and test payments of others: %s, p50 %s ms, p99 %s ms".formatted(calls, p50, p99);
        }
    }

    /** Ends it and counts. */
    Latency latency() {
        close();
        milliseconds.sort(null);
        int calls = milliseconds.size();
        return new Latency(calls, milliseconds.get(calls / 2), milliseconds.get(calls * 99 / 100), failed);
    }

    private void goOn() {
        while (!over) {
            String payment = timed(() -> api.pay("pm_card_visa"), 201).text("id");
            for (int i = 0; i < 3; i++) {
                timed(() -> api.get("/v1/payments/" + payment), 200);
            }
        }
    }

    private Api.Answer timed(Supplier<Api.Answer> call, int wanted) {
        long began = System.nanoTime();
        Api.Answer answer = call.get();
        milliseconds.add((System.nanoTime() - began) / 1_000_000);
        if (answer.status() != wanted) {
            failed++;
        }
        return answer;
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
