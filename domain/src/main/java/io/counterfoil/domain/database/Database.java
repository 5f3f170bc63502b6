package io.counterfoil.domain.database;

import io.counterfoil.domain.rest.Problem;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/**
 * The way to the database: opens it in the background when the server starts, again and again until it can be used, and
 * says meanwhile why it can't. Nothing else in the house touches the database before it is ready.
 */
@Singleton
public final class Database {

    private static final Logger LOG = Logger.getLogger(Database.class.getName());
    private static final long FIRST_RETRY_MILLISECONDS = 500;
    private static final long LAST_RETRY_MILLISECONDS = 4_000;
    private static final String OPENING = "The server is opening its database.";

    private final Opening opening;
    private final ManagedScheduledExecutorService scheduler;
    private final Event<Object> events;

    private volatile @Nullable SessionFactory sessions;
    private volatile @Nullable Thread opener;
    private volatile boolean ready;
    private volatile String reason = OPENING;
    private volatile boolean refused;
    private long retryMilliseconds = FIRST_RETRY_MILLISECONDS;

    @Inject
    public Database(Opening opening, ManagedScheduledExecutorService scheduler, @Any Event<Object> events) {
        this.opening = opening;
        this.scheduler = scheduler;
        this.events = events;
    }

    void start(@Observes Startup startup) {
        scheduler.execute(this::open);
    }

    @PreDestroy
    void close() {
        ready = false;
        reason = "The server is stopping.";
        SessionFactory open = sessions;
        if (open != null) {
            open.close();
        }
    }

    /** Why the server can't serve right now, in a sentence for an operator; empty when it can. */
    public Optional<String> trouble() {
        return ready ? opening.unreachable() : Optional.of(reason);
    }

    /** Whether nothing is wrong so far: it is merely being opened for the first time. */
    public boolean opening() {
        return !ready && reason.equals(OPENING);
    }

    /** Whether only an operator can mend what is wrong: waiting is of no use. */
    public boolean refused() {
        return refused;
    }

    /**
     * Demands that the database was opened, and all that is made while opening it. Whoever opens it is past this point.
     *
     * @throws Problem 503 while it was not
     */
    public void demandReady() {
        if (!ready && Thread.currentThread() != opener) {
            throw Problem.unavailable("The server is not ready: its database is not open yet. Try again shortly.");
        }
    }

    SessionFactory sessions() {
        demandReady();
        return Objects.requireNonNull(sessions);
    }

    private void open() {
        opener = Thread.currentThread();
        try {
            opening.underLock(() -> {
                sessions = opening.migrateAndValidate();
                events.fire(new DatabaseOpened());
            });
            ready = true;
        } catch (SQLException | RuntimeException | LinkageError failure) {
            String why = opening.explain(failure);
            if (!why.equals(reason)) {
                // to the terminal it comes as the reason why the server is not ready
                LOG.log(Level.WARNING, why);
                LOG.log(Level.INFO, "the database could not be opened", failure);
                retryMilliseconds = FIRST_RETRY_MILLISECONDS;
            }
            reason = why;
            refused = Opening.refuses(failure);
            abandon();
        } finally {
            opener = null;
        }
        if (ready) {
            events.fire(new DatabaseReady());
        } else {
            scheduler.schedule(this::open, retryMilliseconds, TimeUnit.MILLISECONDS);
            retryMilliseconds = Math.min(2 * retryMilliseconds, LAST_RETRY_MILLISECONDS);
        }
    }

    private void abandon() {
        ready = false;
        SessionFactory half = sessions;
        sessions = null;
        if (half != null) {
            half.close();
        }
    }
}
