package io.counterfoil.domain.work;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs work again and again. A failure is logged and ends one round, never the work. */
@Singleton
public final class BackgroundWork {

    private static final Logger LOG = Logger.getLogger(BackgroundWork.class.getName());

    private final ManagedScheduledExecutorService scheduler;
    private final List<Future<?>> running = new CopyOnWriteArrayList<>();

    @Inject
    public BackgroundWork(ManagedScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    /** Runs the work now, and again so long after each round has ended. */
    public void every(Duration pause, String name, Runnable work) {
        running.add(scheduler.scheduleWithFixedDelay(
                () -> attempt(name, pause, work), 0, pause.toMillis(), TimeUnit.MILLISECONDS));
    }

    @PreDestroy
    void stop() {
        running.forEach(work -> work.cancel(false));
    }

    private static void attempt(String name, Duration pause, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "{0} failed ({1}: {2}); tried again in {3} ms.", new Object[] {
                name, failure.getClass().getSimpleName(), failure.getMessage(), pause.toMillis()
            });
            LOG.log(Level.FINE, name, failure);
        }
    }
}
