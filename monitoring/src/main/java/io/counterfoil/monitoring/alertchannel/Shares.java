package io.counterfoil.monitoring.alertchannel;

import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * Gives each channel a thread of its own while it is being told something, and never two: one that hangs holds up nothing
 * but itself.
 */
@Singleton
final class Shares {

    /** As many channels at once; whoever finds no place comes with a later round. */
    private static final int MOST = 32;

    private final Executor threads;
    private final int most;
    private final Set<UUID> busy = ConcurrentHashMap.newKeySet();
    private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();

    @Inject
    Shares(ManagedScheduledExecutorService threads) {
        this(threads, MOST);
    }

    Shares(Executor threads, int most) {
        this.threads = threads;
        this.most = most;
    }

    /** Begins a channel's work, unless it is being worked on or too many others are; says whether it has. */
    boolean begin(UUID channel, Runnable work) {
        if (busy.size() >= most || !busy.add(channel)) {
            return false;
        }
        boolean begun = false;
        try {
            threads.execute(() -> run(channel, work));
            begun = true;
        } finally {
            if (!begun) {
                busy.remove(channel);
            }
        }
        return true;
    }

    /** The first that went wrong in somebody's work since this was asked last. */
    Optional<RuntimeException> failure() {
        Optional<RuntimeException> first = Optional.ofNullable(failures.poll());
        failures.clear();
        return first;
    }

    private void run(UUID channel, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            failures.add(failure);
        } finally {
            busy.remove(channel);
        }
    }
}
