package io.counterfoil.domain.database;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import jakarta.persistence.Table;
import java.util.List;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What stands in the database is what the code knows of: every table is an entity, and grows by merchant. */
@ExtendWith(ArquillianExtension.class)
class EntitiesInContainerIT {

    /** Tables that do not grow with payments, or belong to everybody. */
    private static final List<String> OF_NO_MERCHANT = List.of(
            "domain.root_key_check",
            "domain.server_instance",
            "domain.merchant",
            "domain.operator_token",
            "domain.log",
            "domain.log_key",
            "domain.log_tile",
            "domain.log_cosignature",
            "privacy.signing_key",
            "monitoring.review",
            "monitoring.configuration_seen",
            "privacy_keys.epoch_key",
            "monitoring.alert_rule",
            "monitoring.alert_channel",
            "privacy_keys.rotation");

    /** Of those, the ones that tables with a merchant may refer to: on many machines, each has a copy (docs/scaling.md). */
    private static final List<String> EVERYWHERE = List.of(
            "domain.merchant", "domain.server_instance", "domain.log", "domain.log_key", "privacy_keys.epoch_key");

    @Inject
    private Database database;

    @Inject
    private Transactions transactions;

    @Test
    void every_table_is_an_entity() {
        List<String> entities = database.sessions().getMetamodel().getEntities().stream()
                .map(entity -> entity.getJavaType().getAnnotation(Table.class))
                .map(table -> table.schema() + "." + table.name())
                .toList();
        assertThat(entities).containsExactlyInAnyOrderElementsOf(tables());
    }

    @Test
    void every_table_that_grows_has_the_merchant_first_in_its_key() {
        List<String> first = column("""
            SELECT n.nspname || '.' || c.relname
            FROM pg_index i
            JOIN pg_class c ON c.oid = i.indrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
            WHERE i.indisprimary AND a.attname = 'merchant_id'\
            """);
        assertThat(tables())
                .filteredOn(table -> !OF_NO_MERCHANT.contains(table))
                .isSubsetOf(first);
    }

    /** A unique index is a rule, and no rule spans merchants: else no machine alone could tell whether it is kept. */
    @Test
    void every_unique_index_of_a_table_that_grows_contains_the_merchant() {
        List<String> without = column("""
            SELECT n.nspname || '.' || c.relname
            FROM pg_index i
            JOIN pg_class c ON c.oid = i.indrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE i.indisunique AND NOT c.relispartition
              AND NOT EXISTS (SELECT FROM pg_attribute a
                              WHERE a.attrelid = c.oid AND a.attname = 'merchant_id'
                                AND a.attnum = ANY (string_to_array(i.indkey::text, ' ')::smallint[]))\
            """);
        assertThat(tables())
                .filteredOn(table -> !OF_NO_MERCHANT.contains(table))
                .doesNotContainAnyElementsOf(without);
    }

    @Test
    void a_table_that_grows_refers_to_rows_of_the_same_merchant_or_to_what_is_everywhere() {
        List<String> across = transactions.commit(
                () -> transactions.sql().all("""
                        SELECT fn.nspname || '.' || f.relname, tn.nspname || '.' || t.relname
                        FROM pg_constraint k
                        JOIN pg_class f ON f.oid = k.conrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace
                        JOIN pg_class t ON t.oid = k.confrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
                        WHERE k.contype = 'f' AND NOT f.relispartition
                          AND NOT EXISTS (SELECT FROM unnest(k.conkey, k.confkey) AS pair (here, there)
                                          JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = pair.here
                                          JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = pair.there
                                          WHERE a.attname = 'merchant_id' AND b.attname = 'merchant_id')\
                        """, row -> row.getString(1) + " -> " + row.getString(2)));
        assertThat(across)
                .isNotEmpty()
                .filteredOn(key -> !OF_NO_MERCHANT.contains(key.substring(0, key.indexOf(' '))))
                .allMatch(key -> EVERYWHERE.contains(key.substring(key.lastIndexOf(' ') + 1)));
    }

    /** Without partitions, which are their parent's, and Flyway's own. */
    private List<String> tables() {
        return column("""
            SELECT n.nspname || '.' || c.relname
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
              AND n.nspname IN ('domain', 'privacy', 'privacy_keys', 'webhooks', 'monitoring')
              AND c.relname <> 'flyway_schema_history'\
            """);
    }

    private List<String> column(String query) {
        return transactions.commit(() -> transactions.sql().all(query, row -> row.getString(1)));
    }
}
