package io.counterfoil.domain.database;

import java.sql.SQLException;

/** A statement failed. The message holds the SQL state only: PostgreSQL's own text may repeat values of a row. */
public final class DatabaseFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String state;

    DatabaseFailure(SQLException failure) {
        super("SQL state " + failure.getSQLState());
        this.state = failure.getSQLState() == null ? "" : failure.getSQLState();
    }

    private DatabaseFailure(String message) {
        super(message);
        this.state = "";
    }

    /** What PostgreSQL or its driver said, whoever called them. */
    public static DatabaseFailure of(SQLException failure) {
        return new DatabaseFailure(failure);
    }

    /** The transaction didn't commit, or nobody can say whether it did. */
    static DatabaseFailure atCommit(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return new DatabaseFailure(sql);
            }
        }
        return new DatabaseFailure("the transaction did not commit");
    }

    /**
     * Whether the same may succeed later: the connection was lost, the server is stopping or full, its disk is in trouble, or
     * a deadlock (PostgreSQL, appendix A).
     */
    public boolean passing() {
        return state.startsWith("08")
                || state.startsWith("57")
                || state.startsWith("58")
                || state.startsWith("53")
                || state.startsWith("40")
                || state.startsWith("25006")
                || state.isEmpty();
    }

    /** Whether a constraint stood in the way. */
    public boolean constraint() {
        return state.startsWith("23");
    }
}
