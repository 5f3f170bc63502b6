package io.counterfoil.domain.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The one connection of a transaction: taken when a statement needs it, and kept for all that follow. For one thread. */
final class HeldConnection {

    private final DataSource source;
    private @Nullable Connection connection;

    HeldConnection(DataSource source) {
        this.source = source;
    }

    Connection get() throws SQLException {
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
    void giveBack() {
        Connection held = connection;
        connection = null;
        if (held != null) {
            try {
                held.close();
            } catch (SQLException failure) {
                throw new DatabaseFailure(failure);
            }
        }
    }
}
