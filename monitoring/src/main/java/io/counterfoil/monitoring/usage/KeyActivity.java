package io.counterfoil.monitoring.usage;

import io.counterfoil.domain.database.Transactions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What one key did in a time, for whoever reviews it: counted calls, never their contents. */
@Singleton
public final class KeyActivity {

    /** Primary key usage_hour_pkey: partitions and rows by the time that an id begins with. */
    private static final String CALLS = """
        SELECT route, date_trunc('hour', at, 'UTC'), sum(count), sum(count) FILTER (WHERE status >= 400)
        FROM monitoring.usage_hour
        WHERE merchant_id = ? AND livemode = ? AND key_id = ? AND id >= ? AND id < ?
        GROUP BY 1, 2\
        """;

    /** Primary key key_sighting_pkey. */
    private static final String FIRST_SEEN = """
        SELECT value FROM monitoring.key_sighting
        WHERE merchant_id = ? AND key_id = ? AND kind = ? AND first_at >= ? AND first_at < ?
        ORDER BY first_at LIMIT 100\
        """;

    private final Transactions transactions;

    @Inject
    KeyActivity(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Calls of a time.
     *
     * @param routes calls by route
     * @param hours calls by the hour that they were made in
     */
    public record Activity(long requests, long errors, Map<String, Long> routes, Map<Instant, Long> hours) {}

    /** What the key called from the hour of one moment to that of another, inside the running transaction. */
    public Activity of(UUID merchant, boolean livemode, UUID key, Instant from, Instant to) {
        Map<String, Long> routes = new TreeMap<>();
        Map<Instant, Long> hours = new TreeMap<>();
        long[] totals = new long[2];
        transactions
                .sql()
                .all(
                        CALLS,
                        row -> {
                            long count = row.getLong(3);
                            routes.merge(row.getString(1), count, Long::sum);
                            hours.merge(row.getObject(2, Timestamp.class).toInstant(), count, Long::sum);
                            totals[0] += count;
                            totals[1] += row.getLong(4);
                            return count;
                        },
                        merchant,
                        livemode,
                        key,
                        hour(from),
                        new UUID(to.toEpochMilli() << 16, 0));
        return new Activity(totals[0], totals[1], routes, hours);
    }

    /** Routes or networks that the key was seen with for the first time then, inside the running transaction. */
    public List<String> firstSeen(UUID merchant, UUID key, String kind, Instant from, Instant to) {
        return transactions.sql().all(FIRST_SEEN, row -> row.getString(1), merchant, key, kind, from, to);
    }

    /** The least id of the hour of a time. */
    private static UUID hour(Instant at) {
        long millis = at.toEpochMilli();
        return new UUID((millis - Math.floorMod(millis, 3_600_000L)) << 16, 0);
    }
}
