package io.counterfoil.monitoring.usage;

import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What one credential did in a time, for whoever looks back: counted calls, never their contents. */
@Singleton
public final class KeyActivity {

    /** Primary keys usage_minute_pkey, usage_hour_pkey: partitions and rows by the time that an id begins with. */
    private static final String CALLS = """
        SELECT date_trunc('hour', at, 'UTC'), route, network, sum(count), sum(count) FILTER (WHERE status >= 400)
        FROM monitoring.usage_%s
        WHERE merchant_id = ? AND livemode = ? AND key_id = ? AND id >= ? AND id < ?
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3\
        """;

    /** Primary key key_sighting_pkey. */
    private static final String SEEN_BEFORE = """
        SELECT value FROM monitoring.key_sighting
        WHERE merchant_id = ? AND key_id = ? AND kind = ? AND first_at < ?\
        """;

    private final Transactions transactions;
    private final UsageMeter meter;
    private final InstantSource time;

    @Inject
    KeyActivity(Transactions transactions, UsageMeter meter, InstantSource time) {
        this.transactions = transactions;
        this.meter = meter;
        this.time = time;
    }

    /** Whose calls: the merchant is the nil UUID for an operator token. */
    public record Credential(UUID merchant, boolean livemode, UUID id) {

        /** A token is nobody's in particular. */
        public static Credential ofOperator(UUID token) {
            return new Credential(UsageMeter.NOBODY, true, token);
        }
    }

    /**
     * Calls of one route from one network in one hour.
     *
     * @param network empty where it was not written down
     */
    public record Calls(Instant hour, String route, String network, long count, long errors) {}

    /** Writes what this server has counted, so that what is asked next has it; never inside a transaction. */
    public void settle() {
        meter.flush();
    }

    /** By the minute where minutes are still kept, else from the beginning of the hour; inside the running transaction. */
    public List<Calls> between(Credential who, Instant from, Instant to) {
        boolean minutes = from.isAfter(time.instant().minus(Usage.MINUTES_KEPT));
        Instant begin = from.truncatedTo(minutes ? ChronoUnit.MINUTES : ChronoUnit.HOURS);
        return calls(minutes ? "minute" : "hour", who, begin, to);
    }

    /** The whole hours of a time before a moment; inside the running transaction. */
    public List<Calls> before(Credential who, Instant moment, Duration span) {
        Instant end = moment.truncatedTo(ChronoUnit.HOURS);
        return calls("hour", who, end.minus(span), end);
    }

    /** Routes or networks that a key was seen with before a moment, however long ago; inside the running transaction. */
    public Set<String> seenBefore(Credential who, String kind, Instant moment) {
        return Set.copyOf(
                transactions.sql().all(SEEN_BEFORE, row -> row.getString(1), who.merchant(), who.id(), kind, moment));
    }

    private List<Calls> calls(String table, Credential who, Instant from, Instant to) {
        return transactions
                .sql()
                .all(
                        CALLS.formatted(table),
                        row -> new Calls(
                                Sql.instant(row, 1),
                                row.getString(2),
                                row.getString(3),
                                row.getLong(4),
                                row.getLong(5)),
                        who.merchant(),
                        who.livemode(),
                        who.id(),
                        Ids.firstAt(from),
                        Ids.firstAt(to));
    }
}
