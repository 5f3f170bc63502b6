package io.counterfoil.liberty.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.database.Sql;
import io.counterfoil.liberty.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/** When a connection's proof of life is asked of the database, and when it is remembered. */
class ProvenConnectionsIT {

    private static final int SECONDS = 2;

    @SuppressWarnings("NonFinalStaticField") // set once, before the first test
    @TempDir
    static Path directory;

    private static EmbeddedPostgres postgres;
    private static Sql sql;

    @BeforeAll
    static void start() {
        postgres = new EmbeddedPostgres(directory.resolve("postgres"), directory, 8, line -> {});
        postgres.start();
        sql = new Sql(reaching(new PGSimpleDataSource()));
    }

    @AfterAll
    static void stop() {
        postgres.stop();
    }

    @Test
    void asks_the_database_once_in_a_moment() throws SQLException {
        try (Connection connection = reaching(new ProvenConnections()).getConnection()) {
            await().until(() -> asked(connection));
            int asked = 0;
            long end = System.nanoTime() + Duration.ofMillis(300).toNanos();
            while (System.nanoTime() < end) {
                asked += asked(connection) ? 1 : 0;
            }
            assertThat(asked).isLessThanOrEqualTo(1);
            await().until(() -> asked(connection));
        }
    }

    @Test
    void finds_out_that_a_connection_is_dead() throws SQLException {
        try (Connection connection = reaching(new ProvenConnections()).getConnection()) {
            sql.all("SELECT pg_terminate_backend(?)", row -> row.getBoolean(1), process(connection));
            await().until(() -> !connection.isValid(SECONDS));
        }
    }

    @Test
    void knows_at_once_that_it_was_closed() throws SQLException {
        Connection connection = reaching(new ProvenConnections()).getConnection();
        connection.close();
        assertThat(connection.isValid(SECONDS)).isFalse();
    }

    @Test
    void is_itself_and_the_drivers_own() throws SQLException {
        try (Connection connection = reaching(new ProvenConnections()).getConnection()) {
            assertThat(List.of(connection)).contains(connection);
            assertThat(connection.isWrapperFor(PGConnection.class)).isTrue();
        }
    }

    /** Whether the database heard of the question: then its process has had something to do. */
    private static boolean asked(Connection connection) throws SQLException {
        String before = lastBusy(connection);
        assertThat(connection.isValid(SECONDS)).isTrue();
        return !lastBusy(connection).equals(before);
    }

    private static String lastBusy(Connection connection) throws SQLException {
        return sql.first(
                        "SELECT state_change::text FROM pg_stat_activity WHERE pid = ?",
                        row -> row.getString(1),
                        process(connection))
                .orElseThrow();
    }

    private static int process(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    private static <T extends PGSimpleDataSource> T reaching(T source) {
        source.setUrl(postgres.jdbcUrl());
        source.setUser(postgres.user());
        source.setPassword(postgres.password());
        return source;
    }
}
