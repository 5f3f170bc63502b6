package io.counterfoil.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Work done by a number of workers at the same time. */
public final class Load {

    private Load() {}

    /** One piece of work; the worker's number lets each have a connection of its own. */
    @FunctionalInterface
    public interface Work {
        void run(int worker) throws Exception;
    }

    /** What came of it. */
    public record Done(double perSecond, Timings timings, int failed) {}

    /** Each worker does one piece after another, as fast as it can. */
    public static Done closed(int workers, Duration time, Work work) throws InterruptedException {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        return run(workers, (worker, counts) -> {
            while (System.nanoTime() < end) {
                counts.measure(work, worker, System.nanoTime());
            }
        });
    }

    /**
     * So many pieces a second, whether the earlier ones are done or not. Each is timed from the moment when it should have
     * begun: whoever waits for a free worker waits.
     */
    public static Done open(int workers, double perSecond, Duration time, Work work) throws InterruptedException {
        long start = System.nanoTime();
        long pieces = (long) (perSecond * time.toNanos() / 1e9);
        AtomicLong next = new AtomicLong();
        return run(workers, (worker, counts) -> {
            for (long piece = next.getAndIncrement(); piece < pieces; piece = next.getAndIncrement()) {
                long due = start + (long) (piece * 1e9 / perSecond);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                counts.measure(work, worker, due);
            }
        });
    }

    private interface Loop {
        void run(int worker, Counts counts);
    }

    private record Counts(Timings timings, AtomicInteger failed) {

        void measure(Work work, int worker, long from) {
            try {
                work.run(worker);
                timings.add(System.nanoTime() - from);
            } catch (Exception failure) {
                if (failed.getAndIncrement() == 0) {
                    failure.printStackTrace();
                }
            }
        }
    }

    private static Done run(int workers, Loop loop) throws InterruptedException {
        Counts counts = new Counts(new Timings(), new AtomicInteger());
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            int worker = i;
            Thread thread = new Thread(() -> loop.run(worker, counts), "bench worker " + i);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Done(counts.timings.count() / seconds, counts.timings, counts.failed.get());
    }
}
