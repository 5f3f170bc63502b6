package io.counterfoil.privacy.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.database.Transactions;
import jakarta.inject.Inject;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Copies that can be fetched no longer, beside some that can. */
@ExtendWith(ArquillianExtension.class)
class ExportsInContainerIT {

    private static final String INSERT = """
        INSERT INTO privacy.export (merchant_id, request_id, customers, content_key, size, records, created_at, expires_at)
        SELECT ?, gen_random_uuid(), '{}', '\\x00', 1, 1, now(), now() + ? * interval '1 minute'
        FROM generate_series(1, ?)\
        """;

    private final UUID merchant = UUID.randomUUID();

    @Inject
    private Transactions transactions;

    @Inject
    private Exports copies;

    @Test
    void what_can_be_fetched_no_longer_goes_and_the_others_stay() {
        transactions.commit(() -> {
            transactions.sql().update(INSERT, merchant, -1, 3);
            transactions.sql().update(INSERT, merchant, 1, 2);
        });

        copies.sweep();

        assertThat(transactions.commit(() -> transactions
                        .sql()
                        .first(
                                "SELECT count(*) FROM privacy.export WHERE merchant_id = ?",
                                row -> row.getLong(1),
                                merchant)
                        .orElseThrow()))
                .isEqualTo(2);
    }
}
