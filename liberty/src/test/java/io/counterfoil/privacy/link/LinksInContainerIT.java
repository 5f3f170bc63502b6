package io.counterfoil.privacy.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.database.Transactions;
import jakarta.inject.Inject;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Links that expired days ago, beside some of which the page can still say that they did. */
@ExtendWith(ArquillianExtension.class)
class LinksInContainerIT {

    private static final String INSERT = """
        INSERT INTO privacy.link (merchant_id, id, request_id, kind, created_at, expires_at)
        SELECT ?, gen_random_uuid(), gen_random_uuid(), 'open', now(), now() + ? * interval '1 minute'
        FROM generate_series(1, ?)\
        """;

    private final UUID merchant = UUID.randomUUID();

    @Inject
    private Transactions transactions;

    @Inject
    private Links links;

    @Test
    void what_expired_a_day_ago_goes_and_the_others_stay() {
        transactions.commit(() -> {
            transactions.sql().update(INSERT, merchant, -1500, 3);
            transactions.sql().update(INSERT, merchant, -60, 2);
        });

        links.sweep();

        assertThat(transactions.commit(() -> transactions
                        .sql()
                        .first(
                                "SELECT count(*) FROM privacy.link WHERE merchant_id = ?",
                                row -> row.getLong(1),
                                merchant)
                        .orElseThrow()))
                .isEqualTo(2);
    }
}
