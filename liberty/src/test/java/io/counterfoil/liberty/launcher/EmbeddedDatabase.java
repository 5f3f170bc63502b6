package io.counterfoil.liberty.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** The database inside a home, as somebody reaches it who may read the home. */
record EmbeddedDatabase(Path home) {

    private static final String TABLE = "public.lifecycle_test";

    void remember(String word) {
        try (Connection connection = connect(password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS " + TABLE + " (word text)");
            statement.execute("DELETE FROM " + TABLE);
            statement.execute("INSERT INTO " + TABLE + " VALUES ('" + word + "')");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    List<String> remembered() {
        try (Connection connection = connect(password());
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT word FROM " + TABLE)) {
            List<String> words = new ArrayList<>();
            while (rows.next()) {
                words.add(rows.getString(1));
            }
            return words;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static String setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                var row = statement.executeQuery("SELECT current_setting('" + name + "')")) {
            row.next();
            return row.getString(1);
        }
    }

    Connection connect(String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "counterfoil");
        properties.setProperty("password", password);
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port() + "/counterfoil", properties);
    }

    String password() {
        return read("postgres/password").get(0);
    }

    private String port() {
        return read("postgres/data/postmaster.pid").get(3).strip();
    }

    private List<String> read(String file) {
        try {
            return Files.readAllLines(home.resolve(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
