package io.counterfoil.webhooks.delivery;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Counts attempts that failed, for whoever watches. */
@Singleton
public final class FailedAttempts {

    /** Index attempt_failed, by the time that an attempt's id begins with; primary key delivery_pkey, once for each of them. */
    private static final String COUNT = """
        SELECT a.merchant_id, d.livemode, count(*)
        FROM webhooks.attempt a
        CROSS JOIN LATERAL (SELECT livemode FROM webhooks.delivery
                            WHERE merchant_id = a.merchant_id AND id = a.delivery_id LIMIT 1) d
        WHERE a.id >= ? AND a.id < ? AND (a.status_code IS NULL OR a.status_code NOT BETWEEN 200 AND 299)
        GROUP BY a.merchant_id, d.livemode\
        """;

    private final Transactions transactions;

    @Inject
    public FailedAttempts(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A merchant's attempts in one mode. */
    public record Count(UUID merchant, boolean livemode, long attempts) {}

    /** Those of a span of time, inside the running transaction. */
    public List<Count> between(Instant from, Instant to) {
        return transactions
                .sql()
                .all(
                        COUNT,
                        row -> new Count(row.getObject(1, UUID.class), row.getBoolean(2), row.getLong(3)),
                        Ids.firstAt(from),
                        Ids.firstAt(to));
    }
}
