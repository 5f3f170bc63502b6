package io.counterfoil.privacy.accesslog;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.control.Sightings;
import io.counterfoil.domain.database.DatabaseOpened;
import io.counterfoil.domain.database.DirectTransactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.partition.DayPartitions;
import io.counterfoil.domain.personaldata.AccessLog;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Writes the log in groups: whoever comes while a group is being written waits for the next, which one of them writes for
 * all. On a connection of its own, since what was opened was opened, whatever becomes of the request.
 */
@Singleton
final class AccessLogs implements AccessLog {

    private static final String INSERT = """
        INSERT INTO privacy.access_log (merchant_id, id, livemode, subject_id, actor, purpose, reason, fields, request_id, at)
        SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::boolean[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[],
                             ?::text[], ?::timestamptz[])\
        """;

    private final DirectTransactions direct;
    private final Ids ids;
    private final InstantSource time;
    private final ConfigurationSource configuration;
    private final Sightings sightings;
    private final ReentrantLock writing = new ReentrantLock();
    private final ConcurrentLinkedQueue<Waiting> queue = new ConcurrentLinkedQueue<>();

    @Inject
    AccessLogs(
            DirectTransactions direct,
            Ids ids,
            InstantSource time,
            ConfigurationSource configuration,
            Sightings sightings) {
        this.sightings = sightings;
        this.direct = direct;
        this.ids = ids;
        this.time = time;
        this.configuration = configuration;
    }

    /** One request's rows. */
    private static final class Waiting {
        private final List<AccessEntry> rows;
        private boolean written;

        Waiting(List<AccessEntry> rows) {
            this.rows = rows;
        }
    }

    void keep(@Observes DatabaseOpened opened, DayPartitions partitions) {
        partitions.keep("privacy.access_log", AccessLogSettings.RETENTION.in(configuration));
    }

    @Override
    public void note(Opener opener, String purpose, String reason, List<Opened> opened) {
        Instant now = time.instant().truncatedTo(ChronoUnit.MICROS);
        List<AccessEntry> rows = opened.stream()
                .filter(access -> !access.fields().isEmpty())
                .map(access -> AccessEntry.of(ids.next(), opener, purpose, reason, access, now))
                .toList();
        if (rows.isEmpty()) {
            return;
        }
        rows.forEach(row -> row.opened()
                .fields()
                .forEach(field -> sightings.see(row.opened().subject().merchant(), "field_read", field)));
        Waiting own = new Waiting(rows);
        queue.add(own);
        writing.lock();
        try {
            if (!own.written) {
                writeAll(own);
            }
        } finally {
            writing.unlock();
        }
    }

    /** Where it fails, those who wait try again, each for all that still wait. */
    private void writeAll(Waiting own) {
        List<Waiting> group = List.copyOf(queue);
        List<AccessEntry> rows = new ArrayList<>();
        group.forEach(waiting -> rows.addAll(waiting.rows));
        try {
            insert(rows);
            group.forEach(waiting -> waiting.written = true);
        } finally {
            queue.removeIf(waiting -> waiting.written || waiting == own);
        }
    }

    private void insert(List<AccessEntry> rows) {
        direct.sql()
                .update(
                        INSERT,
                        column(rows, row -> row.opened().subject().merchant()),
                        column(rows, AccessEntry::id),
                        column(rows, row -> row.opened().subject().livemode()),
                        column(rows, row -> row.opened().subject().customer()),
                        column(rows, AccessEntry::actor),
                        column(rows, AccessEntry::purpose),
                        column(rows, AccessEntry::reason),
                        column(
                                rows,
                                row -> String.join(
                                        ",", new TreeSet<>(row.opened().fields()))),
                        column(rows, AccessEntry::requestId),
                        column(rows, AccessEntry::at));
    }

    private static String[] column(List<AccessEntry> rows, Function<AccessEntry, Object> value) {
        return rows.stream().map(value).map(Object::toString).toArray(String[]::new);
    }
}
