package io.counterfoil.domain.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.database.Sql;
import io.counterfoil.liberty.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Days are made ahead and dropped in time, whatever clocks do and whoever dies on the way. */
class PartitionedTableIT {

    private static final Duration RETENTION = Duration.ofDays(30);
    private static final String TODAY = "SELECT now()";

    @SuppressWarnings("NonFinalStaticField") // set once, before the first test
    @TempDir
    static Path directory;

    private static EmbeddedPostgres postgres;
    private static DataSource database;
    private static Sql sql;

    private final Instant now = sql.first(TODAY, row -> Sql.instant(row, 1)).orElseThrow();

    @BeforeAll
    static void start() {
        postgres = new EmbeddedPostgres(directory.resolve("postgres"), directory, 8, line -> {});
        postgres.start();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(postgres.jdbcUrl());
        source.setUser(postgres.user());
        source.setPassword(postgres.password());
        database = source;
        sql = new Sql(source);
        sql.update("CREATE SCHEMA days");
    }

    @AfterAll
    static void stop() {
        postgres.stop();
    }

    @BeforeEach
    void empty() {
        sql.update("DROP SCHEMA days CASCADE");
        sql.update("CREATE SCHEMA days");
        sql.update("CREATE TABLE days.thing (merchant_id uuid, id uuid, PRIMARY KEY (merchant_id, id))"
                + " PARTITION BY RANGE (id)");
    }

    @Test
    void two_weeks_are_there_ahead() {
        table().upkeep(now);
        insert(now.plus(Duration.ofDays(14)));
        assertThat(partitions()).isEqualTo(16);
    }

    @Test
    void what_is_past_its_retention_is_dropped_and_nothing_else() {
        PartitionedTable table = table();
        table.upkeep(now.minus(Duration.ofDays(33)));
        insert(now.minus(Duration.ofDays(29)));
        insert(now.minus(Duration.ofDays(33)));
        table.upkeep(now);
        assertThat(things()).isEqualTo(1);
    }

    @Test
    void a_clock_that_jumped_far_ahead_gets_its_day_and_drops_nothing() {
        PartitionedTable table = table();
        table.upkeep(now);
        insert(now);
        Instant jumped = now.plus(Duration.ofDays(1000));
        table.cover(id(jumped));
        insert(jumped);
        table.upkeep(jumped);
        assertThat(things()).isEqualTo(2);
    }

    @Test
    void a_clock_that_fell_far_back_gets_its_day() {
        PartitionedTable table = table();
        table.upkeep(now);
        Instant fallen = now.minus(Duration.ofDays(3000));
        table.cover(id(fallen));
        insert(fallen);
        assertThat(things()).isEqualTo(1);
    }

    @Test
    void a_day_is_made_while_a_transaction_is_writing_to_the_table() throws SQLException {
        PartitionedTable table = table();
        table.upkeep(now);
        Instant jumped = now.plus(Duration.ofDays(100));
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            insert(connection, now);
            table.cover(id(jumped));
            insert(connection, jumped);
            connection.commit();
        }
        assertThat(things()).isEqualTo(2);
    }

    @Test
    void servers_that_want_the_same_day_at_once_all_get_it() {
        Instant jumped = now.plus(Duration.ofDays(50));
        IntStream.range(0, 8).parallel().forEach(server -> {
            table().cover(id(jumped));
            insert(jumped);
        });
        assertThat(things()).isEqualTo(8);
    }

    @Test
    void what_a_dead_server_had_taken_off_but_not_dropped_goes_with_the_next_upkeep() {
        PartitionedTable table = table();
        table.cover(id(now.minus(Duration.ofDays(60))));
        sql.update("ALTER TABLE days.thing DETACH PARTITION "
                + sql.first("SELECT inhrelid::regclass::text FROM pg_inherits", row -> row.getString(1))
                        .orElseThrow());
        table().upkeep(now);
        assertThat(sql.first(
                        "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname LIKE 'thing%'",
                        row -> row.getInt(1)))
                .contains(16);
    }

    private static PartitionedTable table() {
        return new PartitionedTable(sql, "days.thing", RETENTION);
    }

    private static UUID id(Instant moment) {
        return new UUID(moment.toEpochMilli() << 16 | 0x7000, UUID.randomUUID().getLeastSignificantBits());
    }

    private static void insert(Instant moment) {
        sql.update("INSERT INTO days.thing VALUES (?, ?)", new UUID(7, 7), id(moment));
    }

    private static void insert(Connection connection, Instant moment) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO days.thing VALUES (?, ?)")) {
            insert.setObject(1, new UUID(7, 7));
            insert.setObject(2, id(moment));
            insert.executeUpdate();
        }
    }

    private static int things() {
        return count("days.thing");
    }

    private static int partitions() {
        return count("pg_inherits i JOIN pg_class c ON c.oid = i.inhparent WHERE c.relkind = 'p'");
    }

    private static int count(String what) {
        List<Integer> counts = sql.all("SELECT count(*) FROM " + what, row -> row.getInt(1));
        return counts.get(0);
    }
}
