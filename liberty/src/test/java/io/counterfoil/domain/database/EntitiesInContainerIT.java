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
            "privacy.signing_key",
            "privacy_keys.rotation");

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
