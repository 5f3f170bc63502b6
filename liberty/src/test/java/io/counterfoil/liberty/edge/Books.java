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
 * What each table holds in which a merchant's or an operator's act may leave something: how many rows, and a hash over them.
 * Where work in the background goes on with rows by itself, how many there are. A new table is among them unless it is named
 * here.
 */
record Books(Map<String, String> tables) {

    /** Written by the server for itself: accounts of calls, refused ones too, of alerts, of what was sent and sealed. */
    private static final String ITS_OWN = """
        'domain.control_sighting', 'domain.limit_refusal', 'domain.log', 'domain.log_cosignature', 'domain.log_leaf',
        'domain.log_queue', 'domain.log_tile', 'domain.server_instance', 'monitoring.alert', 'monitoring.alert_notification',
        'monitoring.alert_raise', 'monitoring.audit_entry', 'monitoring.card_testing_verdict',
        'monitoring.configuration_seen', 'monitoring.detector_state', 'monitoring.key_sighting',
        'monitoring.payment_attempt', 'monitoring.people_letter', 'monitoring.people_letter_count', 'monitoring.review',
        'monitoring.usage_hour', 'monitoring.usage_minute', 'privacy.access_log', 'privacy.letter',
        'privacy.opendsr_callback', 'webhooks.attempt', 'webhooks.delivery_queue', 'webhooks.endpoint_state'\
        """;

    private static final String GOES_ON = """
        'domain.follow_up', 'domain.idempotency_record', 'privacy.certificate', 'privacy.export', 'privacy.export_part',
        'privacy.link', 'privacy.opendsr_request', 'privacy.request', 'privacy_keys.rotation', 'privacy_keys.subject_key',
        'webhooks.delivery', 'webhooks.event', 'webhooks.recovery'\
        """;

    private static final String TABLES = """
        SELECT name, name NOT IN (%s)
        FROM (SELECT n.nspname || '.' || c.relname AS name
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
                AND n.nspname IN ('domain', 'privacy', 'privacy_keys', 'webhooks', 'monitoring')
                AND c.relname <> 'flyway_schema_history') AS ours
        WHERE name NOT IN (%s)\
        """.formatted(GOES_ON, ITS_OWN);

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
