package io.counterfoil.liberty.faults;

import io.counterfoil.liberty.postgres.EmbeddedPostgres;
import io.counterfoil.liberty.process.ExternalPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database, seen from outside. */
public final class Database {

    private interface Access {
        Connection connect() throws SQLException, IOException;
    }

    private final Access access;

    private Database(Access access) {
        this.access = access;
    }

    /** The embedded one of a home. */
    public Database(Path home) {
        this(() -> {
            EmbeddedPostgres.Access access = EmbeddedPostgres.ofRunningServer(home.resolve("postgres"));
            return DriverManager.getConnection(access.url(), access.user(), access.password());
        });
    }

    /** One of a PostgreSQL that no server looks after. */
    public static Database of(ExternalPostgres postgres, String name) {
        return new Database(() -> DriverManager.getConnection(postgres.url(name), "counterfoil", postgres.password()));
    }

    /** Holds what a statement locks, until it is closed. */
    public Connection hold(String lock) throws SQLException {
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
        return Long.parseLong(texts(query).get(0));
    }

    /** The first column of every row. */
    public List<String> texts(String query) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private Connection connect() throws SQLException {
        try {
            return access.connect();
        } catch (IOException notThere) {
            throw new SQLException(notThere);
        }
    }
}
