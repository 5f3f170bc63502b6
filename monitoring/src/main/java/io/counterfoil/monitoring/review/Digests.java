package io.counterfoil.monitoring.review;

import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Counts what a day's log holds. */
@Singleton
final class Digests {

    /** Indexes audit_entry_id of the day's partition. */
    private static final String ACTS = """
        SELECT action, body::jsonb ->> 'result', count(*) FROM monitoring.audit_entry
        WHERE id >= ? AND id < ? GROUP BY 1, 2 ORDER BY 1, 2\
        """;

    private static final String REFUSED = """
        SELECT action, actor, object, count(*) FROM monitoring.audit_entry
        WHERE id >= ? AND id < ? AND body::jsonb ->> 'result' <> 'done'
        GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3 LIMIT 100\
        """;

    private static final String FAILED_AUTHENTICATIONS = """
        SELECT coalesce(sum((body::jsonb -> 'facts' ->> 'count')::bigint), 0) FROM monitoring.audit_entry
        WHERE id >= ? AND id < ? AND action = 'authentication.failed'\
        """;

    /** Index alert_by_time. */
    private static final String ALERTS = """
        SELECT rule, severity, count(*), count(*) FILTER (WHERE status <> 'resolved') FROM monitoring.alert
        WHERE id >= ? AND id < ? AND status <> 'counting' GROUP BY 1, 2 ORDER BY 1, 2\
        """;

    private static final String AUDIT_LOG = """
        SELECT coalesce(max(log.published_size), 0),
               (SELECT count(*) FROM domain.log_queue WHERE log = 'audit')
        FROM domain.log AS log WHERE log.name = 'audit'\
        """;

    private final Transactions transactions;

    @Inject
    Digests(Transactions transactions) {
        this.transactions = transactions;
    }

    /** What happened on a day, UTC; inside the running transaction. */
    Digest of(LocalDate day) {
        Sql sql = transactions.sql();
        UUID first = leastOn(day);
        UUID end = leastOn(day.plusDays(1));
        return new Digest(
                day,
                sql.all(ACTS, row -> new Digest.Acts(row.getString(1), row.getString(2), row.getLong(3)), first, end),
                sql.all(
                        REFUSED,
                        row -> new Digest.Refused(row.getString(1), row.getString(2), row.getString(3), row.getLong(4)),
                        first,
                        end),
                sql.first(FAILED_AUTHENTICATIONS, row -> row.getLong(1), first, end)
                        .orElse(0L),
                alerts(sql, first, end),
                sql.first(AUDIT_LOG, row -> new Digest.AuditState(row.getLong(1), row.getLong(2)))
                        .orElseThrow());
    }

    private static List<Digest.Alerts> alerts(Sql sql, UUID first, UUID end) {
        return sql.all(
                ALERTS,
                row -> new Digest.Alerts(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)),
                first,
                end);
    }

    private static UUID leastOn(LocalDate day) {
        return Ids.firstAt(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
