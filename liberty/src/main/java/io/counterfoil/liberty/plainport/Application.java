package io.counterfoil.liberty.plainport;

import java.lang.management.ManagementFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Tells the application, which has class loaders of its own, through the JVM's MBean server. */
public final class Application implements PlainPort.Witness {

    private static final Logger LOG = Logger.getLogger(Application.class.getName());
    private static final String LISTENER = "io.counterfoil:type=PlainSightings";

    @Override
    public void sawSecret(String secret, String address) {
        tell(secret, address);
    }

    @Override
    public void sawRequest() {
        tell("", "");
    }

    private static void tell(String secret, String address) {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        try {
            beans.invoke(
                    new ObjectName(LISTENER), "accept", new Object[] {new String[] {secret, address}}, new String[] {
                        Object.class.getName()
                    });
        } catch (InstanceNotFoundException notReady) {
            LOG.log(Level.FINE, "plain HTTP was used before the application was ready");
        } catch (JMException failed) {
            LOG.log(Level.WARNING, "the application was not told of plain HTTP ({0})", failed.getClass());
        }
    }
}
