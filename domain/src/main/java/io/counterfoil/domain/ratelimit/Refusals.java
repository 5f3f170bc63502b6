package io.counterfoil.domain.ratelimit;

import io.counterfoil.domain.database.DatabaseFailure;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.DirectTransactions;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What was refused because of a limit, and who went on calling without waiting as long as {@code Retry-After} said. Counted
 * in memory, written every few seconds in one statement, kept by the hour for 92 days.
 */
@Singleton
public final class Refusals {

    private static final Logger LOG = Logger.getLogger(Refusals.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int MOST = 10_000;
    private static final UUID NOBODY = new UUID(0, 0);

    /** Primary key limit_refusal_pkey. In order, so that two servers never wait for each other in a circle. */
    private static final String WRITE = """
        INSERT INTO domain.limit_refusal AS known (merchant_id, key_id, policy, hour, refused, impatient)
        SELECT merchant_id, key_id, policy, hour, refused, impatient
        FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::timestamptz[], ?::bigint[], ?::bigint[])
             AS counted (merchant_id, key_id, policy, hour, refused, impatient)
        ORDER BY merchant_id, key_id, policy, hour
        ON CONFLICT (merchant_id, key_id, policy, hour) DO UPDATE
        SET refused = known.refused + excluded.refused, impatient = known.impatient + excluded.impatient\
        """;

    /** Index limit_refusal_hour. */
    private static final String FORGET = """
        DELETE FROM domain.limit_refusal WHERE hour < now() - interval '92 days'\
        """;

    private final DirectTransactions transactions;
    private final InstantSource time;
    private final Map<Refused, Count> counted = new ConcurrentHashMap<>();

    @Inject
    public Refusals(DirectTransactions transactions, InstantSource time) {
        this.transactions = transactions;
        this.time = time;
    }

    /** Whom a limit stopped: a key under a policy, in an hour. */
    private record Refused(UUID merchant, UUID key, String policy, Instant hour) {}

    private record Count(LongAdder refused, LongAdder impatient) {}

    private record Line(Refused what, long refused, long impatient) {}

    /** Counts a request of nobody in particular that was refused. */
    public void refused(String policy) {
        refused(NOBODY, NOBODY, policy);
    }

    /** Counts a request of a key that was refused. */
    public void refused(UUID merchant, UUID key, String policy) {
        count(merchant, key, policy).refused().increment();
    }

    /** Counts a request that came before the time that an earlier refusal had named. */
    public void impatient(UUID merchant, UUID key, String policy) {
        count(merchant, key, policy).impatient().increment();
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(PAUSE, "refusals", this::write);
        work.every(Duration.ofHours(1), "old refusals", () -> transactions.sql().update(FORGET));
    }

    void stop(@Observes Shutdown shutdown) {
        try {
            write();
        } catch (DatabaseFailure unreachable) {
            LOG.log(
                    Level.FINE,
                    "the database is gone before the server: the last refusals are not counted",
                    unreachable);
        }
    }

    private Count count(UUID merchant, UUID key, String policy) {
        Instant hour = time.instant().truncatedTo(ChronoUnit.HOURS);
        Refused exact = new Refused(merchant, key, policy, hour);
        boolean room = counted.size() < MOST || counted.containsKey(exact);
        return counted.computeIfAbsent(
                room ? exact : new Refused(NOBODY, NOBODY, policy, hour),
                absent -> new Count(new LongAdder(), new LongAdder()));
    }

    /** A count that comes while its line is taken away is lost with it: so rare, and so harmless, that it needs no lock. */
    private void write() {
        List<Line> lines = new ArrayList<>();
        for (Refused what : List.copyOf(counted.keySet())) {
            Count count = counted.remove(what);
            if (count != null) {
                lines.add(
                        new Line(what, count.refused().sum(), count.impatient().sum()));
            }
        }
        if (!lines.isEmpty()) {
            try {
                transactions.sql().update(WRITE, columns(lines));
            } catch (DatabaseFailure silent) {
                lines.forEach(this::putBack);
                throw silent;
            }
        }
    }

    private void putBack(Line line) {
        Count count = counted.computeIfAbsent(line.what(), absent -> new Count(new LongAdder(), new LongAdder()));
        count.refused().add(line.refused());
        count.impatient().add(line.impatient());
    }

    private static Object[] columns(List<Line> lines) {
        return new Object[] {
            Sql.texts(lines, line -> line.what().merchant()),
            Sql.texts(lines, line -> line.what().key()),
            Sql.texts(lines, line -> line.what().policy()),
            Sql.texts(lines, line -> line.what().hour()),
            lines.stream().mapToLong(Line::refused).toArray(),
            lines.stream().mapToLong(Line::impatient).toArray()
        };
    }
}
