package io.counterfoil.liberty.launcher;

import io.counterfoil.liberty.terminal.Terminal;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Stops what was started, last first, when the JVM goes down: by Ctrl-C, SIGTERM, or because the start failed. It ends with
 * {@link Runtime#halt}, since a stop that somebody asked for is a success (0), not the 130 or 143 of a bare signal.
 */
final class Shutdown implements Runnable {

    private final Terminal terminal;
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private int exitCode;
    private boolean begun;

    Shutdown(Terminal terminal) {
        this.terminal = terminal;
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

    @Override
    public void run() {
        int code;
        synchronized (steps) {
            begun = true;
            code = exitCode;
        }
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException failed) {
                terminal.say("While stopping: " + failed.getMessage());
            }
        }
        Runtime.getRuntime().halt(code);
    }
}
