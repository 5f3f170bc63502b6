package io.counterfoil.liberty.launcher;

import io.counterfoil.liberty.terminal.Terminal;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The first steps of a stop. The server says that it is not ready and goes on serving, so that whoever stands before it sends
 * its requests elsewhere; then it begins nothing more, and finishes what it has begun before the port closes.
 */
record Drain(Duration time, Terminal terminal) implements Runnable {

    private static final String REQUESTS = "io.counterfoil:type=Requests";

    /** How long requests in hand are waited for. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    @Override
    public void run() {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        try {
            ObjectName requests = new ObjectName(REQUESTS);
            beans.invoke(requests, "drain", null, null);
            if (!time.isZero()) {
                terminal.say("Stopping in %s s: not ready any more, still serving.".formatted(time.toSeconds()));
                Thread.sleep(time.toMillis());
            }
            beans.invoke(requests, "refuse", null, null);
            finish(beans, requests);
        } catch (InstanceNotFoundException neverServed) {
            // it ended before the application was there
        } catch (JMException failed) {
            throw new IllegalStateException("the application was not told: " + failed.getClass(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void finish(MBeanServer beans, ObjectName requests) throws JMException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while ((int) beans.getAttribute(requests, "InHand") > 0) {
            if (System.nanoTime() > deadline) {
                terminal.say("Some requests are not answered after %s s: their callers send them again."
                        .formatted(PATIENCE.toSeconds()));
                return;
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }
}
