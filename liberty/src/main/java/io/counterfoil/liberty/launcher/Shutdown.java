package io.counterfoil.liberty.launcher;

import io.counterfoil.liberty.terminal.Terminal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;

/**
 * Stops what was started, last first: at Ctrl-C, at SIGTERM, or because the start failed. It ends with {@link Runtime#halt},
 * since a stop that somebody asked for is a success (0), not the 130 or 143 of a bare signal.
 *
 * <p>It hears the signals by itself. Left to the JVM, a signal runs all shutdown hooks at once, and Liberty's own hook closes
 * its port before the first of our steps is done.
 */
final class Shutdown {

    private final Terminal terminal;
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private int exitCode;
    private boolean begun;

    Shutdown(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Stops at these signals, and at any other end that the JVM knows of. */
    void at(String... signals) {
        for (String signal : signals) {
            Signals.handle(signal, this::run);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::run, "counterfoil-shutdown"));
    }

    /** Adds a step that runs before those added earlier; runs it at once if the shutdown has already passed this point. */
    void first(Runnable step) {
        synchronized (steps) {
            if (!begun) {
                steps.push(step);
                return;
            }
        }
        step.run();
    }

    /** Goes down now, with this exit code; doesn't return. */
    void becauseOf(int code) {
        synchronized (steps) {
            exitCode = code;
        }
        System.exit(code);
    }

    boolean hasBegun() {
        synchronized (steps) {
            return begun;
        }
    }

    private void run() {
        int code;
        boolean second;
        synchronized (steps) {
            second = begun;
            begun = true;
            code = exitCode;
        }
        while (second) {
            LockSupport.park(); // whoever was first ends the JVM; a return from here could end it before that
        }
        steps.forEach(this::stop);
        Runtime.getRuntime().halt(code);
    }

    private void stop(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException failed) {
            terminal.say("While stopping: " + failed.getMessage());
        }
    }
}
