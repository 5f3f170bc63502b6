package io.counterfoil.liberty.edge;

import io.counterfoil.liberty.process.CounterfoilProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each table holds in which a merchant's or an operator's act leaves something: how many rows, and a hash over them. Where
 * work in the background goes on with rows by itself, how many there are.
 */
record Books(Map<String, String> tables) {

    private static final String TABLES = """
        SELECT format('%I.%I', schemaname, relname),
               (schemaname, relname) NOT IN (
                   ('domain', 'follow_up'), ('domain', 'idempotency_record'), ('webhooks', 'event'), ('webhooks', 'delivery'),
                   ('privacy', 'request'), ('privacy', 'opendsr_request'), ('privacy', 'export'), ('privacy', 'link'))
        FROM pg_stat_user_tables
        WHERE (schemaname, relname) IN (
            ('domain', 'merchant'), ('domain', 'api_key'), ('domain', 'payment'), ('domain', 'follow_up'),
            ('domain', 'receipt'), ('domain', 'receipt_secret'), ('domain', 'idempotency_record'),
            ('domain', 'merchant_limit'), ('webhooks', 'endpoint'), ('webhooks', 'event'), ('webhooks', 'delivery'),
            ('privacy', 'customer'), ('privacy', 'request'), ('privacy', 'opendsr_request'), ('privacy', 'export'),
            ('privacy', 'link'), ('domain', 'operator_token'), ('domain', 'reissued_key'),
            ('monitoring', 'incident'), ('monitoring', 'incident_task'), ('monitoring', 'incident_step'),
            ('monitoring', 'alert_rule'), ('monitoring', 'alert_channel'), ('monitoring', 'failed_payment'))\
        """;

    /** Without the columns that say when something was last seen, sent or asked about: those are written by the server. */
    private static final String ROWS = """
        SELECT count(*) || ' ' || coalesce(md5(string_agg(line, ',' ORDER BY line)), '')
        FROM (SELECT CASE WHEN ? THEN (to_jsonb(t) - ARRAY[
                  'last_used_at', 'browser_seen_at', 'plain_seen_at', 'unused_told_at', 'alerted_at', 'owner', 'ask_at',
                  'times_asked', 'sent_at', 'tested_at', 'failing_since', 'last_error'])::text END AS line
              FROM %s t) AS lines\
        """;

    static Books of(CounterfoilProcess server) {
        Map<String, String> books = new TreeMap<>();
        try (Connection connection = connect(server);
                var statement = connection.createStatement();
                var tables = statement.executeQuery(TABLES)) {
            while (tables.next()) {
                try (var rows = connection.prepareStatement(ROWS.formatted(tables.getString(1)))) {
                    rows.setBoolean(1, tables.getBoolean(2));
                    try (var one = rows.executeQuery()) {
                        one.next();
                        books.put(tables.getString(1), one.getString(1));
                    }
                }
            }
        } catch (SQLException | IOException failed) {
            throw new IllegalStateException(failed);
        }
        return new Books(books);
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
