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

    /** Work that fails many times a second says so this often. */
    private static final Duration BETWEEN_COMPLAINTS = Duration.ofMinutes(1);

    private static final long NEVER = 0;

    private final ManagedScheduledExecutorService scheduler;
    private final List<Future<?>> running = new CopyOnWriteArrayList<>();
    private final List<Job> jobs = new CopyOnWriteArrayList<>();

    @Inject
    public BackgroundWork(ManagedScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    /** Runs the work now, and again so long after each round has ended. */
    public void every(Duration pause, String name, Runnable work) {
        Job job = new Job(name, pause);
        jobs.add(job);
        running.add(
                scheduler.scheduleWithFixedDelay(() -> attempt(job, work), 0, pause.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** All work that is done on this server again and again. */
    public List<Job> jobs() {
        return List.copyOf(jobs);
    }

    /** Work that is done again and again. */
    public static final class Job {

        private final String name;
        private final Duration pause;
        private volatile long complained = NEVER;
        private volatile long succeeded = System.nanoTime();

        private Job(String name, Duration pause) {
            this.name = name;
            this.pause = pause;
        }

        public String name() {
            return name;
        }

        /** The time between two rounds. */
        public Duration pause() {
            return pause;
        }

        /** How long ago its last round succeeded; at first, how long ago it was begun. */
        public Duration sinceSuccess() {
            return Duration.ofNanos(System.nanoTime() - succeeded);
        }
    }

    @PreDestroy
    void stop() {
        running.forEach(work -> work.cancel(false));
    }

    private static void attempt(Job job, Runnable work) {
        try {
            work.run();
            job.succeeded = System.nanoTime();
        } catch (RuntimeException failure) {
            if (job.complained == NEVER || System.nanoTime() - job.complained >= BETWEEN_COMPLAINTS.toNanos()) {
                LOG.log(Level.WARNING, "{0} failed ({1}: {2}); tried again every {3} ms.", new Object[] {
                    job.name, failure.getClass().getSimpleName(), failure.getMessage(), job.pause.toMillis()
                });
                job.complained = System.nanoTime();
            }
            LOG.log(Level.FINE, job.name, failure);
        }
    }
}
