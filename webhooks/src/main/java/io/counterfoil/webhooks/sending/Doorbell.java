package io.counterfoil.webhooks.sending;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Rung when there may be something to do. However often it was rung, the one who waits hears it once. */
@Singleton
final class Doorbell {

    private final Semaphore rung = new Semaphore(0);

    @Inject
    Doorbell() {}

    void ring() {
        if (rung.availablePermits() == 0) {
            rung.release();
        }
    }

    /** Waits until it is rung, or was rung since the last time, or the time is over. */
    void await(Duration longest) {
        try {
            if (rung.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                rung.drainPermits();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
