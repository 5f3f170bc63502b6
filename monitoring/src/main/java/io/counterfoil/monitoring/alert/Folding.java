package io.counterfoil.monitoring.alert;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes alerts of alarms, on one server at a time: counts, raises, escalates, and resolves what has gone quiet. An alert is
 * told once while its alarms go on; one that comes after a pause is another occurrence, and is told though the alert is open.
 */
@Singleton
final class Folding {

    private static final Duration ROUND = Duration.ofMillis(500);

    /** Longer than anything that goes on is silent: an anomaly is looked away from for fifty minutes. */
    private static final Duration PAUSE = Duration.ofHours(1);

    private static final int BATCH = 2_000;

    private static final String LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('counterfoil alerts'), 0)";

    /** Read from the start of the queue, which is empty but for the last second. */
    private static final String TAKE = """
        WITH taken AS (
            DELETE FROM monitoring.alert_raise r
            WHERE r.ctid = ANY (ARRAY(SELECT q.ctid FROM monitoring.alert_raise q LIMIT ? FOR UPDATE SKIP LOCKED))
            RETURNING r.merchant_id, r.livemode, r.rule, r.subject, r.facts, r.raised_at)
        SELECT merchant_id, livemode, rule, subject, count(*), min(raised_at), max(raised_at),
               (array_agg(facts ORDER BY raised_at DESC))[1]
        FROM taken GROUP BY merchant_id, livemode, rule, subject ORDER BY min(raised_at)\
        """;

    /** Index alert_open. Below the threshold the count begins anew when the window is over. */
    private static final String COUNT = """
        WITH before AS (
            SELECT last_at FROM monitoring.alert
            WHERE merchant_id = ? AND livemode = ? AND rule = ? AND subject = ? AND status <> 'resolved')
        INSERT INTO monitoring.alert AS a
               (merchant_id, id, livemode, rule, subject, severity, status, facts, count, first_at, last_at, quiet_at)
        VALUES (?, ?, ?, ?, ?, ?, 'counting', ?, ?, ?, ?, ?)
        ON CONFLICT (merchant_id, livemode, rule, subject) WHERE status <> 'resolved' DO UPDATE
        SET count = CASE WHEN a.status = 'counting' AND a.first_at < ? THEN excluded.count
                         ELSE a.count + excluded.count END,
            first_at = CASE WHEN a.status = 'counting' AND a.first_at < ? THEN excluded.first_at ELSE a.first_at END,
            last_at = GREATEST(a.last_at, excluded.last_at),
            quiet_at = CASE WHEN a.status = 'counting' THEN excluded.quiet_at ELSE ?::timestamptz END,
            facts = excluded.facts
        RETURNING a.id, a.count, a.silenced_until > ?,
                  (a.notified_at IS NOT NULL OR a.status = 'acknowledged')
                  AND (SELECT before.last_at FROM before) >= ?\
        """;

    /** Primary key alert_pkey. */
    private static final String RAISE = """
        UPDATE monitoring.alert
        SET status = CASE WHEN status = 'counting' THEN 'raised' ELSE status END,
            severity = ?, notified_at = ?, escalate_at = COALESCE(escalate_at, ?), quiet_at = ?
        WHERE merchant_id = ? AND id = ?\
        """;

    /** Index alert_to_escalate. What is silenced escalates when its silence is over. */
    private static final String ESCALATE = """
        UPDATE monitoring.alert SET escalated_at = ?, severity = 'critical'
        WHERE status = 'raised' AND escalated_at IS NULL AND escalate_at <= ?
          AND (silenced_until IS NULL OR silenced_until <= ?) AND rule <> ALL (?)
        RETURNING merchant_id, id, livemode, rule, subject, facts, count\
        """;

    /** Index alert_gone_quiet. */
    private static final String SETTLE = """
        UPDATE monitoring.alert SET status = 'resolved', resolved_at = ?, resolved_by = 'quiet'
        WHERE status IN ('raised', 'acknowledged') AND quiet_at <= ?\
        """;

    private static final String FORGET = """
        DELETE FROM monitoring.alert WHERE status = 'counting' AND quiet_at <= ?\
        """;

    private final Transactions transactions;
    private final AlertRules rules;
    private final Ids ids;
    private final InstantSource time;
    private final Event<AlertNews> news;

    @Inject
    Folding(Transactions transactions, AlertRules rules, Ids ids, InstantSource time, Event<AlertNews> news) {
        this.transactions = transactions;
        this.rules = rules;
        this.ids = ids;
        this.time = time;
        this.news = news;
    }

    private record Group(
            UUID merchant,
            boolean livemode,
            String rule,
            String subject,
            long count,
            Instant first,
            Instant last,
            String facts) {

        static Group read(ResultSet row) throws SQLException {
            return new Group(
                    row.getObject(1, UUID.class),
                    row.getBoolean(2),
                    row.getString(3),
                    row.getString(4),
                    row.getLong(5),
                    Sql.instant(row, 6),
                    Sql.instant(row, 7),
                    row.getString(8));
        }
    }

    /**
     * How an open alert stands.
     *
     * @param heard whether somebody has heard of it, and this is more of the same
     */
    private record Standing(UUID id, long count, boolean silenced, boolean heard) {}

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(ROUND, "alerts", this::round);
    }

    /** Does what is to do now; nothing where another server is at it. */
    void round() {
        int folded = BATCH;
        while (folded == BATCH) {
            folded = transactions.commit(() -> {
                return fold();
            });
        }
    }

    private int fold() {
        if (!transactions.sql().first(LOCK, row -> row.getBoolean(1)).orElse(false)) {
            return 0;
        }
        Instant now = time.instant();
        List<Group> groups = transactions.sql().all(TAKE, Group::read, BATCH);
        groups.forEach(group -> fold(group, now));
        escalate(now);
        transactions.sql().update(SETTLE, now, now);
        transactions.sql().update(FORGET, now);
        return groups.stream().mapToInt(group -> (int) group.count()).sum();
    }

    private void fold(Group group, Instant now) {
        AlertRules.Rule rule = rules.named(group.rule());
        RuleSettings settings = rule.settings();
        if (!settings.enabled()) {
            return;
        }
        Standing standing = count(group, settings, now);
        if (standing.heard() || standing.count() < settings.threshold()) {
            return;
        }
        boolean silenced = standing.silenced() || settings.silencedAt(now);
        transactions
                .sql()
                .update(
                        RAISE,
                        settings.severity(),
                        silenced ? null : now,
                        after(now, settings.escalateAfter()),
                        quiet(group.last(), settings),
                        group.merchant(),
                        standing.id());
        if (!silenced) {
            news.fire(news(group, standing, rule, settings.severity()));
        }
    }

    private Standing count(Group group, RuleSettings settings, Instant now) {
        Instant windowBegan = group.last().minusSeconds(settings.window());
        Instant quiet = quiet(group.last(), settings);
        boolean counting = group.count() < settings.threshold();
        return transactions
                .sql()
                .first(
                        COUNT,
                        row -> new Standing(
                                row.getObject(1, UUID.class), row.getLong(2), row.getBoolean(3), row.getBoolean(4)),
                        group.merchant(),
                        group.livemode(),
                        group.rule(),
                        group.subject(),
                        group.merchant(),
                        ids.next(),
                        group.livemode(),
                        group.rule(),
                        group.subject(),
                        settings.severity(),
                        group.facts(),
                        group.count(),
                        group.first(),
                        group.last(),
                        quiet == null && counting ? group.last().plusSeconds(settings.window()) : quiet,
                        windowBegan,
                        windowBegan,
                        quiet,
                        now,
                        group.first().minus(PAUSE))
                .orElseThrow();
    }

    private void escalate(Instant now) {
        transactions
                .sql()
                .all(
                        ESCALATE,
                        row -> {
                            AlertRules.Rule rule = rules.named(row.getString(4));
                            return new AlertNews(
                                    Alerts.concerned(row.getObject(1, UUID.class)),
                                    row.getObject(2, UUID.class),
                                    row.getBoolean(3),
                                    rule.name(),
                                    rule.title(),
                                    "critical",
                                    row.getString(5),
                                    row.getString(6),
                                    row.getLong(7),
                                    true,
                                    KnownRules.page(rule.name()));
                        },
                        now,
                        now,
                        now,
                        silenced(now))
                .forEach(news::fire);
    }

    private String[] silenced(Instant now) {
        return rules.all().stream()
                .filter(rule -> rule.settings().silencedAt(now))
                .map(AlertRules.Rule::name)
                .toArray(String[]::new);
    }

    private static AlertNews news(Group group, Standing standing, AlertRules.Rule rule, String severity) {
        return new AlertNews(
                Alerts.concerned(group.merchant()),
                standing.id(),
                group.livemode(),
                group.rule(),
                rule.title(),
                severity,
                group.subject(),
                group.facts(),
                standing.count(),
                false,
                KnownRules.page(group.rule()));
    }

    private static @Nullable Instant quiet(Instant last, RuleSettings settings) {
        return after(last, settings.resolveAfter());
    }

    private static @Nullable Instant after(Instant from, @Nullable Long seconds) {
        return Optional.ofNullable(seconds).map(from::plusSeconds).orElse(null);
    }
}
