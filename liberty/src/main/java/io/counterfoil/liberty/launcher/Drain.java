package io.counterfoil.liberty.launcher;

import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.liberty.terminal.Terminal;
import java.time.Duration;

/**
 * The first step of a stop: the server says that it is not ready and goes on serving, so that whoever stands before it sends
 * its requests elsewhere before the port closes. {@code app.health} reads the property, in the same JVM.
 */
record Drain(Duration time, Terminal terminal) implements Runnable {

    @Override
    public void run() {
        System.setProperty(ServerSettings.DRAINING, "true");
        if (time.isZero()) {
            return;
        }
        terminal.say("Stopping in %s s: not ready any more, still serving.".formatted(time.toSeconds()));
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
