package io.counterfoil.domain.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a transaction's plain SQL: taken when a statement needs it, kept for all that follow, and of no use to
 * anybody when the transaction is over. For one thread.
 */
final class HeldConnection implements AutoCloseable {

    private final DataSource source;
    private @Nullable Connection connection;
    private boolean over;

    HeldConnection(DataSource source) {
        this.source = source;
    }

    /**
     * The connection.
     *
     * @throws IllegalStateException when the transaction is over: a statement that belongs to one can't slip out of it
     */
    Connection get() throws SQLException {
        if (over) {
            throw new IllegalStateException("the transaction of this statement is over");
        }
        Connection held = connection;
        if (held == null) {
            held = source.getConnection();
            connection = held;
        }
        return held;
    }

    /**
     * Gives it back, if it was taken.
     *
     * @throws DatabaseFailure when it can't be given back
     */
    @Override
    public void close() {
        over = true;
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException failure) {
                throw new DatabaseFailure(failure);
            }
        }
    }
}
