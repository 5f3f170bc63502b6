package io.counterfoil.domain.database;

import java.sql.SQLException;
import java.util.Optional;

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

    /** The one behind a failure, whoever noticed it: Hibernate and the container keep the driver's exception as a cause. */
    public static Optional<DatabaseFailure> behind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseFailure known) {
                return Optional.of(known);
            }
            if (cause instanceof SQLException sql) {
                return Optional.of(new DatabaseFailure(sql));
            }
        }
        return Optional.empty();
    }

    /** The transaction didn't commit, or nobody can say whether it did. */
    static DatabaseFailure atCommit(Exception failure) {
        return behind(failure).orElseGet(() -> new DatabaseFailure("the transaction did not commit"));
    }

    /**
     * Whether the same may succeed later: the connection was lost, the server is stopping or full, its disk is in trouble
     * (which it also calls an internal error, when it can't even write what a new connection needs), or a deadlock
     * (PostgreSQL, appendix A).
     */
    public boolean passing() {
        return state.startsWith("08")
                || state.startsWith("57")
                || state.startsWith("58")
                || state.startsWith("53")
                || state.startsWith("40")
                || state.startsWith("25006")
                || state.equals("XX000")
                || state.isEmpty();
    }

    /** Whether a constraint stood in the way. */
    public boolean constraint() {
        return state.startsWith("23");
    }
}
