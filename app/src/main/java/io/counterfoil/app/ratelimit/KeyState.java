package io.counterfoil.app.ratelimit;

import io.counterfoil.domain.ratelimit.Limits;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What is known of one key besides its bucket: how many of its requests are being answered, and until when it was told to wait. */
final class KeyState {

    /** What was on its way when the refusal went out is nobody's fault. */
    private static final long ON_ITS_WAY = TimeUnit.MILLISECONDS.toNanos(250);

    private final AtomicInteger inHand = new AtomicInteger();
    private volatile long refusedAt;
    private volatile long waitUntil;
    private volatile boolean waiting;

    boolean enter(Limits limits) {
        if (inHand.incrementAndGet() > limits.concurrentRequests()) {
            inHand.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        inHand.decrementAndGet();
    }

    /** Whether a request comes before the time that an earlier refusal named. */
    boolean isImpatient(long now) {
        if (!waiting) {
            return false;
        }
        if (now - waitUntil >= 0) {
            waiting = false;
            return false;
        }
        return now - refusedAt > ON_ITS_WAY;
    }

    void refused(long now, long seconds) {
        if (!waiting) {
            refusedAt = now;
        }
        waitUntil = now + TimeUnit.SECONDS.toNanos(seconds);
        waiting = true;
    }
}
