package io.counterfoil.liberty.pool;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections whose proof of life holds for a moment. The pool asks for it each time it lends one, and the driver asks the
 * database: three round trips more for a payment. One that dies within that moment is found dead by its first statement,
 * and the pool drops all that it has.
 */
public final class ProvenConnections extends PGSimpleDataSource {

    private static final long serialVersionUID = 1;

    private static final Duration MOMENT = Duration.ofMillis(500);

    /** The other getConnection comes here too. */
    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        return proven(super.getConnection(user, password));
    }

    private static Connection proven(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                ProvenConnections.class.getClassLoader(), new Class<?>[] {Connection.class}, new Proven(connection));
    }

    private static final class Proven implements InvocationHandler {

        private final Connection connection;
        private volatile long provenAt = System.nanoTime();

        Proven(Connection connection) {
            this.connection = connection;
        }

        @Override
        public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            if (arguments != null && method.getName().equals("isValid")) {
                return arguments[0] instanceof Integer seconds && alive(seconds);
            }
            if (arguments != null && method.getName().equals("equals")) {
                return self == arguments[0];
            }
            return call(method, arguments);
        }

        private boolean alive(int seconds) throws SQLException {
            if (System.nanoTime() - provenAt < MOMENT.toNanos()) {
                return !connection.isClosed();
            }
            boolean alive = connection.isValid(seconds);
            if (alive) {
                provenAt = System.nanoTime();
            }
            return alive;
        }

        private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException failure) {
                throw failure.getCause();
            }
        }
    }
}
