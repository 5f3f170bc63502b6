package io.counterfoil.domain.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Plain SQL, for the statements that {@code bench/README.md} lists. Parameters are positional; instants are bound as
 * {@code timestamptz}. Failures become {@link DatabaseFailure}.
 */
public final class Sql {

    private final Connections connections;
    private final boolean held;

    /** Statements on connections of this source, each a transaction of its own. */
    public Sql(DataSource source) {
        this.connections = source::getConnection;
        this.held = false;
    }

    /** Statements on one connection, whose transaction is somebody else's business. */
    Sql(Connection connection) {
        this.connections = () -> connection;
        this.held = true;
    }

    /** Statements of the transaction whose connection this is. */
    Sql(HeldConnection connection) {
        this.connections = connection::get;
        this.held = true;
    }

    private interface Connections {
        Connection get() throws SQLException;
    }

    private interface Use<T> {
        T of(PreparedStatement prepared) throws SQLException;
    }

    /** How one row is read; columns count from 1. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Runs a statement that changes rows and says how many. */
    public int update(String statement, @Nullable Object... parameters) {
        return use(PreparedStatement::executeUpdate, statement, parameters);
    }

    /** All rows of a query, or of a statement with RETURNING. */
    public <T> List<T> all(String statement, RowReader<T> reader, @Nullable Object... parameters) {
        return use(
                prepared -> {
                    try (ResultSet rows = prepared.executeQuery()) {
                        List<T> result = new ArrayList<>();
                        while (rows.next()) {
                            result.add(reader.read(rows));
                        }
                        return result;
                    }
                },
                statement,
                parameters);
    }

    /** The first row, if there is one. */
    public <T> Optional<T> first(String statement, RowReader<T> reader, @Nullable Object... parameters) {
        return all(statement, reader, parameters).stream().findFirst();
    }

    /**
     * A query that may have any number of rows, within a transaction.
     *
     * @param name what no other cursor of the transaction is called
     */
    public <T> Cursor<T> cursor(String name, String query, RowReader<T> reader, @Nullable Object... parameters) {
        return new Cursor<>(this, name, query, reader, parameters);
    }

    /** One part of many things, as an array for a statement that says of what: {@code ?::uuid[]}. */
    public static <T> String[] texts(Collection<T> things, Function<T, ?> part) {
        return things.stream().map(part).map(String::valueOf).toArray(String[]::new);
    }

    /** Reads a {@code timestamptz} column. */
    public static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private <T> T use(Use<T> use, String statement, @Nullable Object... parameters) {
        try {
            Connection connection = connections.get();
            try (PreparedStatement prepared = prepare(connection, statement, parameters)) {
                return use.of(prepared);
            } finally {
                if (!held) {
                    connection.close();
                }
            }
        } catch (SQLException failure) {
            throw new DatabaseFailure(failure);
        }
    }

    private static PreparedStatement prepare(Connection connection, String statement, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement);
        for (int i = 0; i < parameters.length; i++) {
            Object parameter = parameters[i];
            if (parameter instanceof Instant instant) {
                prepared.setObject(i + 1, instant.atOffset(ZoneOffset.UTC));
            } else {
                prepared.setObject(i + 1, parameter);
            }
        }
        return prepared;
    }
}
