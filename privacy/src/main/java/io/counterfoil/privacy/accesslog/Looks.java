package io.counterfoil.privacy.accesslog;

import io.counterfoil.domain.database.Transactions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;

/** Counts whose data somebody has opened, for whoever reviews it. */
@Singleton
public final class Looks {

    /** Primary key access_log_pkey: partitions and rows by the time that an id begins with. */
    private static final String COUNT = """
        SELECT count(DISTINCT subject_id), count(*) FROM privacy.access_log
        WHERE merchant_id = ? AND livemode = ? AND actor = ? AND id >= ? AND id < ?\
        """;

    private final Transactions transactions;

    @Inject
    Looks(Transactions transactions) {
        this.transactions = transactions;
    }

    /** How many people, and how many looks at them. */
    public record Count(long subjects, long records) {}

    /** What an actor opened of a merchant's customers in a time, inside the running transaction. */
    public Count by(UUID merchant, boolean livemode, String actor, Instant from, Instant to) {
        return transactions
                .sql()
                .first(
                        COUNT,
                        row -> new Count(row.getLong(1), row.getLong(2)),
                        merchant,
                        livemode,
                        actor,
                        first(from),
                        first(to))
                .orElseThrow();
    }

    /** The least id of a time. */
    private static UUID first(Instant at) {
        return new UUID(at.toEpochMilli() << 16, 0);
    }
}
