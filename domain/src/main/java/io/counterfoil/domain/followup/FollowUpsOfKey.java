package io.counterfoil.domain.followup;

import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The captures, voids and refunds that one API key asked for in a time, whichever key made their payments: for whoever looks
 * back.
 */
@Singleton
public final class FollowUpsOfKey {

    /** Primary keys follow_up_pkey, since an id begins with its time, and payment_pkey for the currency. */
    private static final String WHICH = """
        FROM domain.follow_up f
        JOIN domain.payment p ON p.merchant_id = f.merchant_id AND p.id = f.payment_id
        WHERE f.merchant_id = ? AND f.id >= ? AND f.id < ? AND f.api_key_id = ? AND f.livemode = ?\
        """;

    private static final String COUNT = """
        SELECT f.kind, p.currency, count(*), coalesce(sum(f.amount) FILTER (WHERE f.status <> 'failed'), 0)
        %s GROUP BY 1, 2\
        """.formatted(WHICH);

    private static final String NEWEST = """
        SELECT f.id, f.kind, f.payment_id, f.status, f.amount, p.currency, f.receipt_id, f.created_at
        %s ORDER BY f.id DESC LIMIT ?\
        """.formatted(WHICH);

    private final Transactions transactions;

    @Inject
    FollowUpsOfKey(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * One of them; the amount is in the currency's minor unit.
     *
     * @param kind {@code capture}, {@code void} or {@code refund}
     */
    public record Made(
            UUID id,
            String kind,
            UUID payment,
            String status,
            long amount,
            String currency,
            Optional<UUID> receipt,
            Instant createdAt) {}

    /**
     * What was found.
     *
     * @param refunded what was given back, or may yet be, for each currency in its minor unit
     * @param newest some of all, the newest first
     */
    public record Found(long captures, long voids, long refunds, Map<String, Long> refunded, List<Made> newest) {}

    private record Count(String kind, String currency, long count, long amount) {}

    /** Inside the running transaction. */
    public Found between(UUID merchant, boolean livemode, UUID key, Instant from, Instant to, int most) {
        Sql sql = transactions.sql();
        List<Count> counts = sql.all(
                COUNT,
                row -> new Count(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)),
                merchant,
                Ids.firstAt(from),
                Ids.firstAt(to),
                key,
                livemode);
        List<Made> newest = sql.all(
                NEWEST,
                row -> new Made(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getObject(3, UUID.class),
                        row.getString(4),
                        row.getLong(5),
                        row.getString(6),
                        Optional.ofNullable(row.getObject(7, UUID.class)),
                        Sql.instant(row, 8)),
                merchant,
                Ids.firstAt(from),
                Ids.firstAt(to),
                key,
                livemode,
                most);
        Map<String, Long> refunded = new TreeMap<>();
        counts.stream()
                .filter(count -> count.kind().equals("refund"))
                .forEach(count -> refunded.put(count.currency(), count.amount()));
        return new Found(of(counts, "capture"), of(counts, "void"), of(counts, "refund"), refunded, newest);
    }

    private static long of(List<Count> counts, String kind) {
        return counts.stream()
                .filter(count -> count.kind().equals(kind))
                .mapToLong(Count::count)
                .sum();
    }
}
