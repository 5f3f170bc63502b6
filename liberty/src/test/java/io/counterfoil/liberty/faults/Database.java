package io.counterfoil.liberty.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The embedded database of a home, seen from outside. */
public record Database(Path home) {

    /** Holds what a statement locks, until it is closed. */
    Connection hold(String lock) throws SQLException {
        Connection connection = connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(lock);
        }
        return connection;
    }

    /** A fault is one update. */
    public int update(String statement) {
        try (Connection connection = connect();
                Statement prepared = connection.createStatement()) {
            return prepared.executeUpdate(statement);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    public long count(String query) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    String url() {
        try {
            String port = Files.readAllLines(home.resolve("postgres/data/postmaster.pid"))
                    .get(3)
                    .strip();
            return "jdbc:postgresql://127.0.0.1:" + port + "/counterfoil";
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String password() {
        try {
            return Files.readString(home.resolve("postgres/password"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), "counterfoil", password());
    }
}
