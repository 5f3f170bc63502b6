package io.counterfoil.domain.recovery;

import io.counterfoil.domain.cluster.ThisServer;
import io.counterfoil.domain.database.DatabaseFailure;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The rows of one table whose work has no end yet: in flight, orphaned, or unknown. Such a row has {@code ask_at}, when to
 * take it up should its {@code owner}, the server that works on it, not come back. The table has a partial index on {@code
 * ask_at} where it is not null. All times are the database's.
 */
public final class Unfinished {

    private static final int MOST_OVERDUE = 100;
    private static final int MOST_DROPPED = 10_000;

    private final Transactions transactions;
    private final ThisServer server;
    private final Set<MerchantScopedId> dropped = ConcurrentHashMap.newKeySet();
    private final String hurry;
    private final String claim;
    private final String doubt;
    private final String postpone;
    private final String overdue;

    /** Rows of a table of ours; the name is part of the statements. */
    public Unfinished(Transactions transactions, ThisServer server, String table) {
        this.transactions = transactions;
        this.server = server;
        this.hurry = """
            UPDATE %s SET ask_at = now()
            WHERE merchant_id = ? AND id = ? AND owner = ? AND status = 'processing'\
            """.formatted(table);
        // What a dead server had in flight is due at once.
        this.claim = """
            UPDATE %1$s w
            SET owner = ?, ask_at = now() + ? * interval '1 millisecond', times_asked = w.times_asked + 1
            FROM (SELECT merchant_id, id FROM %1$s
                  WHERE ask_at IS NOT NULL
                    AND (ask_at <= now()
                         OR owner NOT IN (SELECT s.id FROM domain.server_instance s WHERE s.alive_until > now()))
                  ORDER BY ask_at
                  LIMIT ?
                  FOR UPDATE SKIP LOCKED) due
            WHERE w.merchant_id = due.merchant_id AND w.id = due.id
            RETURNING w.merchant_id, w.id\
            """.formatted(table);
        this.doubt = """
            UPDATE %s SET outcome = 'unknown'
            WHERE merchant_id = ? AND id = ? AND status = 'processing' AND outcome = 'known'\
            """.formatted(table);
        this.postpone = """
            UPDATE %s
            SET owner = NULL, ask_at = now() + ? * interval '1 millisecond'
            WHERE merchant_id = ? AND id = ? AND status = 'processing'\
            """.formatted(table);
        this.overdue = """
            UPDATE %1$s w
            SET alerted_at = now()
            FROM (SELECT merchant_id, id FROM %1$s
                  WHERE ask_at IS NOT NULL AND outcome = 'unknown' AND alerted_at IS NULL
                    AND created_at < now() - ? * interval '1 millisecond'
                  LIMIT ?
                  FOR UPDATE SKIP LOCKED) late
            WHERE w.merchant_id = late.merchant_id AND w.id = late.id
            RETURNING w.merchant_id, w.id, w.livemode, w.created_at\
            """.formatted(table);
    }

    /** A row that stayed unknown for too long. */
    public record Late(UUID merchant, UUID id, boolean livemode, Instant since) {}

    /**
     * Works on a row. Where the database fails meanwhile, this server no longer does, and the database may not have heard of
     * it: then the row is due with the next round, long before its lease has run out. So after an outage nobody waits for
     * work that nobody does.
     */
    public <T> T attend(UUID merchant, UUID id, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException failure) {
            if (DatabaseFailure.behind(failure).filter(DatabaseFailure::passing).isPresent()
                    && dropped.size() < MOST_DROPPED) {
                dropped.add(new MerchantScopedId(merchant, id));
            }
            throw failure;
        }
    }

    /** Like {@link #attend(UUID, UUID, Supplier)}, for work without a result. */
    public void attend(UUID merchant, UUID id, Runnable work) {
        attend(merchant, id, () -> {
            work.run();
            return true;
        });
    }

    /** Makes due what this server has dropped. Until that has committed, none of it is forgotten. */
    public void hurry() {
        List<MerchantScopedId> rows = List.copyOf(dropped);
        if (!rows.isEmpty()) {
            transactions.commit(() ->
                    rows.forEach(row -> transactions.sql().update(hurry, row.merchantId(), row.id(), server.id())));
            rows.forEach(dropped::remove);
        }
    }

    /** Takes rows that are due, inside the running transaction, so that no other server does. */
    public List<MerchantScopedId> claimDue() {
        return transactions
                .sql()
                .all(
                        claim,
                        row -> new MerchantScopedId(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
                        server.id(),
                        Pace.LEASE.toMillis(),
                        Pace.BATCH);
    }

    /** Stores that nobody knows what became of a row; true for whoever says so first, whatever the number of servers. */
    public boolean doubt(UUID merchant, UUID id) {
        return transactions.sql().update(doubt, merchant, id) == 1;
    }

    /** Stores when to ask again; false when the row had come to an end before. */
    public boolean postpone(UUID merchant, UUID id, Duration delay) {
        return transactions.sql().update(postpone, delay.toMillis(), merchant, id) == 1;
    }

    /** Names, once each, the rows that have been unknown for longer than the given age. */
    public List<Late> overdue(Duration age) {
        return transactions
                .sql()
                .all(
                        overdue,
                        row -> new Late(
                                row.getObject(1, UUID.class),
                                row.getObject(2, UUID.class),
                                row.getBoolean(3),
                                Sql.instant(row, 4)),
                        age.toMillis(),
                        MOST_OVERDUE);
    }
}
