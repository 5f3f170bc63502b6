package io.counterfoil.domain.payment;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.ExpiringFields;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What merchants wrote into payments, removed when its time is over. The stored answer goes with its key's lifetime. */
@Singleton
final class PaymentRetention implements ExpiringFields {

    private static final int BATCH = 500;

    /** Walks the primary key once, a batch at a time. */
    private static final String EXPIRE = """
        WITH old AS (
            SELECT merchant_id, id FROM domain.payment
            WHERE (merchant_id, id) > (?, ?) AND created_at < ? AND %1$s IS NOT NULL
            ORDER BY merchant_id, id
            LIMIT ?
            FOR NO KEY UPDATE
        )
        UPDATE domain.payment p SET %1$s = NULL
        FROM old WHERE p.merchant_id = old.merchant_id AND p.id = old.id
        RETURNING p.merchant_id, p.id\
        """;

    private final Transactions transactions;

    @Inject
    PaymentRetention(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Set<String> columns() {
        return Set.of("payment.description", "payment.metadata");
    }

    @Override
    public int expire(String column, Instant before) {
        String statement = EXPIRE.formatted(column.equals("payment.description") ? "description" : "metadata");
        MerchantScopedId reached = new MerchantScopedId(new UUID(0, 0), new UUID(0, 0));
        int removed = 0;
        List<MerchantScopedId> batch;
        do {
            MerchantScopedId from = reached;
            batch = transactions.commit(() -> transactions
                    .sql()
                    .all(
                            statement,
                            row -> new MerchantScopedId(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
                            from.merchantId(),
                            from.id(),
                            before,
                            BATCH));
            removed += batch.size();
            reached = batch.stream().reduce(reached, PaymentRetention::later);
        } while (batch.size() == BATCH);
        return removed;
    }

    /** PostgreSQL compares UUIDs as unsigned bytes, and so do their texts. */
    private static MerchantScopedId later(MerchantScopedId one, MerchantScopedId other) {
        int merchants = one.merchantId().toString().compareTo(other.merchantId().toString());
        int order = merchants == 0 ? one.id().toString().compareTo(other.id().toString()) : merchants;
        return order < 0 ? other : one;
    }
}
