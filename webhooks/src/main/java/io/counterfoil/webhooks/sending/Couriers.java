package io.counterfoil.webhooks.sending;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseRefused;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.SealBroken;
import io.counterfoil.webhooks.egress.EgressSettings;
import io.counterfoil.webhooks.endpoint.Endpoints;
import io.counterfoil.webhooks.endpoint.Target;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ContextServiceDefinition;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.concurrent.ManagedThreadFactoryDefinition;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Has deliveries carried out, a bounded number at a time, each on a thread of its own: a receiver that hangs costs the
 * threads that wait for it, and never more of them than its endpoint's share. Virtual threads where the JDK has them, as
 * many and no more than there may be others.
 */
@Singleton
@ManagedThreadFactoryDefinition(
        name = "java:app/concurrent/webhook-couriers",
        qualifiers = ForCouriers.class,
        virtual = true,
        context = "java:app/concurrent/webhook-couriers-context")
@ContextServiceDefinition(
        name = "java:app/concurrent/webhook-couriers-context",
        cleared = ContextServiceDefinition.ALL_REMAINING,
        propagated = {})
final class Couriers {

    private static final Logger LOG = Logger.getLogger(Couriers.class.getName());

    private static final int IDLE_SECONDS = 30;

    private final Endpoints endpoints;
    private final Carrier carrier;
    private final int most;
    private final Semaphore free;
    private final AtomicInteger troubled = new AtomicInteger();
    private final ExecutorService threads;

    @Inject
    Couriers(
            Endpoints endpoints,
            Carrier carrier,
            @ForCouriers ManagedThreadFactory threads,
            ConfigurationSource configuration) {
        this.endpoints = endpoints;
        this.carrier = carrier;
        this.most = EgressSettings.CONCURRENCY.in(configuration);
        this.free = new Semaphore(most);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    /** How much room there is right now. */
    Places places() {
        return new Places(most, free.availablePermits(), troubled.get());
    }

    /** How many are on their way, or not yet written down. */
    int busy() {
        return most - free.availablePermits();
    }

    /**
     * Sends deliveries; each that it takes out of those that wait comes back once, and keeps its place until it is
     * {@linkplain #release released}. What is left there was not begun: its endpoint was deleted just now, or could not be read.
     */
    void send(Collection<Claimed> waiting, Consumer<Finished> back) {
        if (waiting.isEmpty()) {
            return;
        }
        Map<UUID, Target> targets =
                targets(waiting.stream().map(Claimed::endpointKey).distinct().toList());
        for (Iterator<Claimed> left = waiting.iterator(); left.hasNext(); ) {
            Claimed one = left.next();
            Target target = targets.get(one.endpoint());
            if (target != null) {
                free.acquireUninterruptibly();
                troubled.addAndGet(one.troubled() ? 1 : 0);
                threads.execute(() -> back.accept(carrier.carry(one, target)));
                left.remove();
            }
        }
    }

    /** Where they go. One endpoint whose secrets can't be opened keeps no other waiting. */
    private Map<UUID, Target> targets(List<MerchantScopedId> wanted) {
        try {
            return endpoints.targets(wanted);
        } catch (SealBroken | DatabaseRefused broken) {
            if (wanted.size() == 1) {
                LOG.log(Level.WARNING, "webhook endpoint {0} gets nothing: {1}", new Object[] {
                    IdKind.WEBHOOK_ENDPOINT.text(wanted.get(0).id()), broken.getMessage()
                });
                return Map.of();
            }
            Map<UUID, Target> readable = new HashMap<>();
            wanted.forEach(one -> readable.putAll(targets(List.of(one))));
            return readable;
        }
    }

    void release(List<Finished> written) {
        troubled.addAndGet(
                -(int) written.stream().filter(one -> one.claimed().troubled()).count());
        free.release(written.size());
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
