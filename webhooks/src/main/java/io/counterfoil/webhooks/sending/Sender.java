package io.counterfoil.webhooks.sending;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.work.BackgroundWork;
import io.counterfoil.webhooks.delivery.DeliveriesQueued;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Sends what is due, round after round: writes down what has come back, takes as much as there is room for, hands it to
 * the couriers, and rests until something new is committed or comes back, or a little while has passed.
 */
@Singleton
final class Sender {

    private static final Duration POLL = Duration.ofMillis(200);

    /** Between rounds that find little: a moment in which more comes together, so that a statement serves several. */
    private static final Duration BREATH = Duration.ofMillis(20);

    /** Less than half of what one endpoint may usually have in flight: where that is all there is to send, no round rests. */
    private static final int LITTLE = 7;

    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final Queue queue;
    private final Ledger ledger;
    private final Couriers couriers;
    private final Doorbell doorbell;
    private final BackgroundWork work;
    private final BlockingQueue<Finished> finished = new LinkedBlockingQueue<>();
    private final Object turn = new Object();
    private volatile boolean stopping;

    @Inject
    Sender(Queue queue, Ledger ledger, Couriers couriers, Doorbell doorbell, BackgroundWork work) {
        this.queue = queue;
        this.ledger = ledger;
        this.couriers = couriers;
        this.doorbell = doorbell;
        this.work = work;
    }

    void start(@Observes DatabaseReady ready) {
        work.every(BREATH, "webhook sender", this::round);
        work.every(Duration.ofSeconds(1), "webhook orphans", queue::freeOrphans);
        work.every(Duration.ofMinutes(1), "webhook sweep", queue::sweep);
    }

    void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) DeliveriesQueued queued) {
        doorbell.ring();
    }

    /** Takes nothing more, gives what is in flight a moment to end, and hands back the rest for others to send. */
    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
        synchronized (turn) {
            stopping = true;
        }
        long end = System.nanoTime() + FAREWELL.toNanos();
        while (couriers.busy() > 0 && System.nanoTime() - end < 0) {
            doorbell.await(BREATH);
            writeFinished();
        }
        queue.handBack();
    }

    private void round() {
        doorbell.await(POLL);
        boolean more = true;
        while (more && !stopping) {
            writeFinished();
            more = send() > LITTLE || finished.size() > LITTLE;
        }
    }

    private int send() {
        Places room = couriers.places();
        synchronized (turn) {
            List<Claimed> claimed = room.free() > 0 && !stopping ? queue.claim(room) : List.of();
            Collection<Claimed> waiting = new ArrayDeque<>(claimed);
            try {
                couriers.send(waiting, this::finish);
            } finally {
                queue.putBack(waiting);
            }
            return claimed.size() - waiting.size();
        }
    }

    private void finish(Finished one) {
        finished.add(one);
        doorbell.ring();
    }

    /** What can't be written now is kept; its courier is not free until it is. */
    private void writeFinished() {
        List<Finished> batch = new ArrayList<>();
        finished.drainTo(batch, Queue.LARGEST_BATCH);
        if (batch.isEmpty()) {
            return;
        }
        boolean written = false;
        try {
            ledger.write(batch);
            written = true;
        } finally {
            if (written) {
                couriers.release(batch);
            } else {
                finished.addAll(batch);
            }
        }
    }
}
