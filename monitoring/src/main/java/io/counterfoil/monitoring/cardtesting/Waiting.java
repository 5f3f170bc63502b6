package io.counterfoil.monitoring.cardtesting;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** What waits in memory to be written, up to a number; more than that finds no room. */
final class Waiting<T> {

    private final BlockingQueue<T> queue;

    Waiting(int most) {
        this.queue = new LinkedBlockingQueue<>(most);
    }

    /** Whether there was room. */
    boolean offer(T one) {
        return queue.offer(one);
    }

    /** Writes all of it, so many at a time; what can't be written waits for the next time, where there is room. */
    void write(int atOnce, Consumer<List<T>> writer) {
        List<T> some = new ArrayList<>();
        while (queue.drainTo(some, atOnce) > 0) {
            boolean written = false;
            try {
                writer.accept(List.copyOf(some));
                written = true;
            } finally {
                if (!written) {
                    some.forEach(queue::offer);
                }
            }
            some.clear();
        }
    }
}
