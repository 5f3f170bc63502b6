package io.counterfoil.domain.payment;

import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The payments that were made with one API key in a time, for whoever looks back. */
@Singleton
public final class PaymentsOfKey {

    /** Primary key payment_pkey: an id begins with its time. */
    private static final String WHICH = """
        FROM domain.payment
        WHERE merchant_id = ? AND id >= ? AND id < ? AND api_key_id = ? AND livemode = ?\
        """;

    private static final String COUNT = "SELECT count(*), count(*) FILTER (WHERE amount_captured > 0) " + WHICH;

    private static final String NEWEST = """
        SELECT id, status, amount, currency, receipt_id, created_at
        %s ORDER BY id DESC LIMIT ?\
        """.formatted(WHICH);

    private final Transactions transactions;

    @Inject
    PaymentsOfKey(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A payment; the amount is in the currency's minor unit. */
    public record Made(
            UUID id, String status, long amount, String currency, Optional<UUID> receipt, Instant createdAt) {}

    /**
     * What was found.
     *
     * @param captured how many of all took money
     * @param newest some of all, the newest first
     */
    public record Found(long count, long captured, List<Made> newest) {}

    /** Inside the running transaction. */
    public Found between(UUID merchant, boolean livemode, UUID key, Instant from, Instant to, int most) {
        Sql sql = transactions.sql();
        List<Made> newest = sql.all(
                NEWEST,
                row -> new Made(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getLong(3),
                        row.getString(4),
                        Optional.ofNullable(row.getObject(5, UUID.class)),
                        Sql.instant(row, 6)),
                merchant,
                Ids.firstAt(from),
                Ids.firstAt(to),
                key,
                livemode,
                most);
        return sql.first(
                        COUNT,
                        row -> new Found(row.getLong(1), row.getLong(2), newest),
                        merchant,
                        Ids.firstAt(from),
                        Ids.firstAt(to),
                        key,
                        livemode)
                .orElseThrow();
    }
}
