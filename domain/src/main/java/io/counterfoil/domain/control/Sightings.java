package io.counterfoil.domain.control;

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
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Counts what only controls ask for: in memory, at the price of an addition, written every few seconds in one statement and
 * kept by the day for 92 days. A crash loses some seconds.
 */
@Singleton
public final class Sightings {

    private static final Logger LOG = Logger.getLogger(Sightings.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final int MOST = 20_000;
    private static final String OTHERS = "others";
    private static final UUID NOBODY = new UUID(0, 0);

    /** Primary key control_sighting_pkey. In order, so that two servers never wait for each other in a circle. */
    private static final String WRITE = """
        INSERT INTO domain.control_sighting AS known (merchant_id, what, subject, day, count, first_at, last_at)
        SELECT merchant_id, what, subject, day, count, first_at, last_at
        FROM unnest(?::uuid[], ?::text[], ?::text[], ?::date[], ?::bigint[], ?::timestamptz[], ?::timestamptz[])
             AS seen (merchant_id, what, subject, day, count, first_at, last_at)
        ORDER BY merchant_id, what, subject, day
        ON CONFLICT (merchant_id, what, subject, day) DO UPDATE
        SET count = known.count + excluded.count,
            first_at = least(known.first_at, excluded.first_at),
            last_at = greatest(known.last_at, excluded.last_at)\
        """;

    /** Index control_sighting_day. */
    private static final String FORGET = """
        DELETE FROM domain.control_sighting WHERE day < current_date - 92\
        """;

    private final DirectTransactions transactions;
    private final InstantSource time;
    private final Map<What, Count> counted = new ConcurrentHashMap<>();

    @Inject
    public Sightings(DirectTransactions transactions, InstantSource time) {
        this.transactions = transactions;
        this.time = time;
    }

    private record What(UUID merchant, String what, String subject, LocalDate day) {}

    private record Count(long count, Instant firstAt, Instant lastAt) {

        Count and(Count other) {
            return new Count(
                    count + other.count,
                    firstAt.isBefore(other.firstAt) ? firstAt : other.firstAt,
                    lastAt.isAfter(other.lastAt) ? lastAt : other.lastAt);
        }
    }

    private record Line(What what, Count count) {}

    /** Counts one, of the server as a whole. */
    public void see(String what, String subject) {
        see(NOBODY, what, subject);
    }

    /**
     * Counts one.
     *
     * @param what the name under which a control asks for it
     * @param subject an id as it stands outside, or one of few words; never a secret, nothing personal
     */
    public void see(UUID merchant, String what, String subject) {
        Instant now = time.instant();
        add(new What(merchant, what, subject, LocalDate.ofInstant(now, ZoneOffset.UTC)), new Count(1, now, now));
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(PAUSE, "sightings for controls", this::flush);
        work.every(
                Duration.ofHours(1),
                "old sightings for controls",
                () -> transactions.sql().update(FORGET));
    }

    void stop(@Observes Shutdown shutdown) {
        try {
            flush();
        } catch (DatabaseFailure unreachable) {
            LOG.log(Level.FINE, "the database is gone before the server: the last sightings are lost", unreachable);
        }
    }

    /** Writes what was counted; what can't be written now is written with the next. */
    private void flush() {
        List<Line> lines = new ArrayList<>();
        for (What what : List.copyOf(counted.keySet())) {
            Count count = counted.remove(what);
            if (count != null) {
                lines.add(new Line(what, count));
            }
        }
        if (lines.isEmpty()) {
            return;
        }
        try {
            transactions.sql().update(WRITE, columns(lines));
        } catch (DatabaseFailure silent) {
            lines.forEach(line -> add(line.what(), line.count()));
            throw silent;
        }
    }

    private void add(What what, Count count) {
        boolean room = counted.size() < MOST || counted.containsKey(what);
        counted.merge(room ? what : new What(NOBODY, what.what(), OTHERS, what.day()), count, Count::and);
    }

    private static Object[] columns(List<Line> lines) {
        return new Object[] {
            Sql.texts(lines, line -> line.what().merchant()),
            Sql.texts(lines, line -> line.what().what()),
            Sql.texts(lines, line -> line.what().subject()),
            Sql.texts(lines, line -> line.what().day()),
            lines.stream().mapToLong(line -> line.count().count()).toArray(),
            Sql.texts(lines, line -> line.count().firstAt()),
            Sql.texts(lines, line -> line.count().lastAt())
        };
    }
}
