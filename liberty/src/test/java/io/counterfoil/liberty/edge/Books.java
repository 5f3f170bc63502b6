package io.counterfoil.liberty.edge;

import io.counterfoil.liberty.process.CounterfoilProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** How many rows each table has in which a merchant's or an operator's act leaves something. */
record Books(Map<String, Long> rows) {

    private static final String TABLES = """
        SELECT format('%I.%I', schemaname, relname) FROM pg_stat_user_tables
        WHERE (schemaname, relname) IN (
            ('domain', 'merchant'), ('domain', 'api_key'), ('domain', 'payment'), ('domain', 'follow_up'),
            ('domain', 'receipt'), ('domain', 'receipt_secret'), ('domain', 'idempotency_record'),
            ('domain', 'merchant_limit'), ('webhooks', 'endpoint'), ('webhooks', 'event'), ('webhooks', 'delivery'),
            ('privacy', 'customer'), ('privacy', 'request'), ('privacy', 'opendsr_request'), ('privacy', 'export'),
            ('privacy', 'link'), ('domain', 'operator_token'), ('domain', 'reissued_key'),
            ('monitoring', 'incident'), ('monitoring', 'incident_task'), ('monitoring', 'incident_step'),
            ('monitoring', 'alert_rule'), ('monitoring', 'alert_channel'), ('monitoring', 'failed_payment'))\
        """;

    static Books of(CounterfoilProcess server) {
        Map<String, Long> rows = new TreeMap<>();
        try (Connection connection = connect(server);
                var statement = connection.createStatement();
                var other = connection.createStatement();
                var tables = statement.executeQuery(TABLES)) {
            while (tables.next()) {
                try (var count = other.executeQuery("SELECT count(*) FROM " + tables.getString(1))) {
                    count.next();
                    rows.put(tables.getString(1), count.getLong(1));
                }
            }
        } catch (SQLException | IOException failed) {
            throw new IllegalStateException(failed);
        }
        return new Books(rows);
    }

    private static Connection connect(CounterfoilProcess server) throws SQLException, IOException {
        String port = Files.readAllLines(server.home().resolve("postgres/data/postmaster.pid"))
                .get(3)
                .strip();
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/counterfoil",
                "counterfoil",
                Files.readString(server.home().resolve("postgres/password")).strip());
    }
}
