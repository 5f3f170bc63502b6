package io.counterfoil.bench;

import io.counterfoil.domain.database.Sql;
import java.util.concurrent.locks.LockSupport;

/**
 * How many rows PostgreSQL has read by going through the whole of a table that grows with payments: its statements are to
 * find what they want by an index, however much is there.
 */
public final class ReadWhole {

    /** Partitions have the name of their table and a day. */
    private static final String READ = """
            SELECT coalesce(sum(seq_tup_read), 0) FROM pg_stat_user_tables
            WHERE schemaname || '.' || regexp_replace(relname, '_\\d{8}$', '')
                  IN ('domain.payment', 'domain.receipt', 'domain.idempotency_record', 'domain.log_leaf', 'domain.log_tile',
                      'webhooks.event', 'webhooks.delivery', 'webhooks.attempt')""";

    /** A process of PostgreSQL adds up for a second at most before it tells. */
    private static final long TOLD_NANOS = 1_500_000_000L;

    private ReadWhole() {}

    /** Rows so far. */
    public static long soFar(Sql sql) {
        LockSupport.parkNanos(TOLD_NANOS);
        return sql.first(READ, row -> row.getLong(1)).orElse(0L);
    }
}
