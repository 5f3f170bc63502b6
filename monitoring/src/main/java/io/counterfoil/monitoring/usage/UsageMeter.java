package io.counterfoil.monitoring.usage;

import io.counterfoil.domain.database.DatabaseFailure;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Counts calls in memory, at the price of an addition each, and writes the counts every ten seconds. A crash loses what
 * was counted since; a server that stops in order loses nothing.
 */
@Singleton
public final class UsageMeter {

    private static final Logger LOG = Logger.getLogger(UsageMeter.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** Counters held at most; a flood of keys beyond that is counted under no key. */
    private static final int MOST = 100_000;

    static final UUID NOBODY = new UUID(0, 0);
    static final String ROUTE = "route";
    static final String NETWORK = "network";

    private final UsageWriter writer;
    private final InstantSource time;
    private final ReentrantLock writing = new ReentrantLock();

    /** Read by whoever counts, so that nobody counts in a batch that is being written. */
    private final ReadWriteLock change = new ReentrantReadWriteLock();

    private volatile Batch current = new Batch();

    @Inject
    public UsageMeter(UsageWriter writer, InstantSource time) {
        this.writer = writer;
        this.time = time;
    }

    record Who(UUID merchant, UUID key, boolean livemode) {

        static Who of(Caller caller) {
            if (caller instanceof Caller.MerchantKey key) {
                return new Who(key.merchant(), key.key(), key.livemode());
            }
            return caller instanceof Caller.Operator operator
                    ? new Who(NOBODY, operator.token(), true)
                    : new Who(NOBODY, NOBODY, true);
        }

        boolean merchantKey() {
            return !merchant.equals(NOBODY);
        }

        boolean credential() {
            return !key.equals(NOBODY);
        }
    }

    record Counted(Who who, String route, int status, String network, Instant minute) {}

    record Sighted(Who who, String kind, String value) {}

    /** What was counted since the last time. */
    static final class Batch {

        private final Map<Counted, Long> counts = new ConcurrentHashMap<>();
        private final Map<Sighted, Long> sightings = new ConcurrentHashMap<>();

        Map<Counted, Long> counts() {
            return counts;
        }

        Map<Sighted, Long> sightings() {
            return sightings;
        }

        boolean isEmpty() {
            return counts.isEmpty();
        }

        void add(Counted what, long times) {
            boolean full = counts.size() >= MOST && !counts.containsKey(what);
            counts.merge(
                    full ? new Counted(new Who(NOBODY, NOBODY, true), "other", what.status, "", what.minute) : what,
                    times,
                    Long::sum);
        }

        void add(Sighted what, long times) {
            if (sightings.size() < MOST || sightings.containsKey(what)) {
                sightings.merge(what, times, Long::sum);
            }
        }
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(PAUSE, "usage", this::flush);
    }

    /** Counts a call. Touches no database. */
    public void count(SeenCall call) {
        change.readLock().lock();
        try {
            count(call, current);
        } finally {
            change.readLock().unlock();
        }
    }

    private void count(SeenCall call, Batch batch) {
        Who who = Who.of(call.caller());
        String network = who.credential() ? Networks.of(call.address()) : "";
        Instant minute = time.instant().truncatedTo(ChronoUnit.MINUTES);
        batch.add(new Counted(who, call.route(), call.status(), network, minute), 1);
        if (who.merchantKey()) {
            batch.add(new Sighted(who, ROUTE, call.route()), 1);
            batch.add(new Sighted(who, NETWORK, network), 1);
        }
    }

    /** Writes what was counted; what can't be written now is counted with the next. When it returns, nothing is under way. */
    void flush() {
        writing.lock();
        try {
            write();
        } finally {
            writing.unlock();
        }
    }

    private void write() {
        Batch full = taken();
        if (full.isEmpty()) {
            return;
        }
        boolean written = false;
        try {
            writer.write(full);
            written = true;
        } finally {
            if (!written) {
                Batch next = current;
                new HashMap<>(full.counts).forEach(next::add);
                new HashMap<>(full.sightings).forEach(next::add);
            }
        }
    }

    private Batch taken() {
        change.writeLock().lock();
        try {
            Batch full = current;
            current = new Batch();
            return full;
        } finally {
            change.writeLock().unlock();
        }
    }

    /** While there still is a database: it is closed with the beans, in no order. */
    void stop(@Observes Shutdown shutdown) {
        try {
            flush();
        } catch (DatabaseFailure | Problem | IllegalStateException gone) {
            LOG.log(Level.WARNING, "The usage of the last seconds could not be written ({0}).", gone.getMessage());
        }
    }
}
