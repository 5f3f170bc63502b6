package io.counterfoil.bench;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;

/** The least that a pool is: a closed connection is handed out again. */
public final class Pooled {

    private Pooled() {}

    public static DataSource of(DataSource source) {
        ConcurrentLinkedQueue<Connection> idle = new ConcurrentLinkedQueue<>();
        ClassLoader loader = Pooled.class.getClassLoader();
        return (DataSource) Proxy.newProxyInstance(loader, new Class<?>[] {DataSource.class}, (proxy, method, none) -> {
            if (!method.getName().equals("getConnection")) {
                throw new UnsupportedOperationException(method.getName());
            }
            Connection reused = idle.poll();
            Connection connection = reused == null ? source.getConnection() : reused;
            return Proxy.newProxyInstance(loader, new Class<?>[] {Connection.class}, (self, call, arguments) -> {
                if (call.getName().equals("close")) {
                    idle.add(connection);
                    return null;
                }
                try {
                    return call.invoke(connection, arguments);
                } catch (InvocationTargetException failed) {
                    throw failed.getCause();
                }
            });
        });
    }
}
