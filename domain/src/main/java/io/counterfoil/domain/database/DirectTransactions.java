package io.counterfoil.domain.database;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Transactions on a connection of their own, whatever the container is doing: for work in the background, and for what
 * also runs where there is no container.
 */
@Singleton
public final class DirectTransactions {

    private final DataSource direct;

    @Inject
    public DirectTransactions(@OutsideTransactions DataSource direct) {
        this.direct = direct;
    }

    /**
     * Does the work in one transaction and commits it. Any exception rolls all of it back.
     *
     * @throws DatabaseFailure when a statement fails, or the commit
     */
    public <T> T commit(Function<Sql, T> work) {
        try (Connection connection = direct.getConnection()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                T result = work.apply(new Sql(connection));
                connection.commit();
                done = true;
                return result;
            } finally {
                if (!done) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        } catch (SQLException failure) {
            throw new DatabaseFailure(failure);
        }
    }

    /** Single statements, each a transaction of its own. */
    public Sql sql() {
        return new Sql(direct);
    }
}
