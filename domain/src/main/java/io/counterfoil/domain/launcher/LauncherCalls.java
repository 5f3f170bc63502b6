package io.counterfoil.domain.launcher;

import java.lang.management.ManagementFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** Who answers what the launcher calls: an MBean of the JVM that both live in, named {@code io.counterfoil:type=…}. */
public final class LauncherCalls {

    private static final Logger LOG = Logger.getLogger(LauncherCalls.class.getName());
    private static final String DOMAIN = "io.counterfoil:type=";

    private LauncherCalls() {}

    /**
     * From now on the launcher reaches this.
     *
     * @param calls a public interface: what of it may be called
     */
    public static <T> void answer(String type, Class<T> calls, T callee) {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(new StandardMBean(callee, calls, false), new ObjectName(DOMAIN + type));
        } catch (JMException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The end of {@link #answer}; of what never was reached too. */
    public static void answerNoMore(String type) {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(new ObjectName(DOMAIN + type));
        } catch (InstanceNotFoundException never) {
            LOG.log(Level.FINE, "{0} was not reached by the launcher", type);
        } catch (JMException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
