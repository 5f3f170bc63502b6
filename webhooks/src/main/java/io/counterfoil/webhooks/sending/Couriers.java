package io.counterfoil.webhooks.sending;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.webhooks.egress.EgressSettings;
import io.counterfoil.webhooks.endpoint.Endpoints;
import io.counterfoil.webhooks.endpoint.Target;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Has deliveries carried out, a bounded number at a time, each on a thread of its own: a receiver that hangs costs the
 * threads that wait for it, and never more of them than its endpoint's share.
 */
@Singleton
final class Couriers {

    private static final int IDLE_SECONDS = 30;

    private final Endpoints endpoints;
    private final Carrier carrier;
    private final Semaphore free;
    private final ExecutorService threads;

    @Inject
    Couriers(Endpoints endpoints, Carrier carrier, ConfigurationSource configuration) {
        this.endpoints = endpoints;
        this.carrier = carrier;
        int most = EgressSettings.CONCURRENCY.in(configuration);
        this.free = new Semaphore(most);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Couriers::thread);
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    /** How many more can be sent right now. */
    int free() {
        return free.availablePermits();
    }

    /** Sends deliveries; each comes back once, and keeps its place until it is {@linkplain #release released}. */
    void send(List<Claimed> claimed, Consumer<Finished> back) {
        if (claimed.isEmpty()) {
            return;
        }
        Map<UUID, Target> targets = endpoints.targets(
                claimed.stream().map(Claimed::endpoint).distinct().toList());
        for (Claimed one : claimed) {
            Target target = targets.get(one.endpoint());
            // an endpoint that was deleted just now took its queue with it
            if (target != null) {
                free.acquireUninterruptibly();
                threads.execute(() -> back.accept(carrier.carry(one, target)));
            }
        }
    }

    void release(int count) {
        free.release(count);
    }

    void breakOffLate() {
        carrier.breakOffLate();
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "webhook courier");
        thread.setDaemon(true);
        return thread;
    }
}
