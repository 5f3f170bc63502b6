package io.counterfoil.monitoring.alertchannel;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Forgets alerts that were resolved long ago and what was told of them, in small batches that several servers share. What
 * is open stays, and so does what an open incident is about, or what still waits to be told.
 */
@Singleton
final class OldAlerts {

    private static final Duration PAUSE = Duration.ofHours(1);

    /** What was told is looked at for the pause until it is told again: a day at most. */
    private static final Duration TOLD_KEPT = Duration.ofDays(30);

    private static final int BATCH = 500;

    /** Index alert_notification_ended. */
    private static final String FORGET_TOLD = """
        DELETE FROM monitoring.alert_notification
        WHERE (merchant_id, id) IN (SELECT merchant_id, id FROM monitoring.alert_notification
                                    WHERE ended_at < ? ORDER BY ended_at LIMIT ? FOR UPDATE SKIP LOCKED)\
        """;

    /**
     * Indexes alert_resolved, alert_notification_alert; the open incidents, a few rows, are read whole by
     * incident_open_about. An alert is about an incident's secret when its subject begins with it or its facts name it.
     */
    private static final String FORGET = """
        WITH old AS (
            SELECT a.merchant_id, a.id FROM monitoring.alert a
            WHERE a.status = 'resolved' AND a.resolved_at < ?
              AND NOT EXISTS (SELECT FROM monitoring.alert_notification n
                              WHERE n.alert_id = a.id AND n.ended_at IS NULL)
              AND NOT EXISTS (SELECT FROM monitoring.incident i
                              WHERE i.status = 'open'
                                AND (starts_with(a.subject, i.subject) OR a.facts::jsonb ->> 'subject' = i.subject))
            ORDER BY a.resolved_at LIMIT ? FOR UPDATE OF a SKIP LOCKED),
        told AS (
            DELETE FROM monitoring.alert_notification n USING old WHERE n.alert_id = old.id)
        DELETE FROM monitoring.alert a USING old WHERE a.merchant_id = old.merchant_id AND a.id = old.id\
        """;

    private final Transactions transactions;
    private final InstantSource time;
    private final Duration kept;

    @Inject
    OldAlerts(Transactions transactions, InstantSource time, ConfigurationSource configuration) {
        this.transactions = transactions;
        this.time = time;
        this.kept = AlertChannelSettings.RETENTION.in(configuration);
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(PAUSE, "old alerts", this::forget);
    }

    void forget() {
        Instant now = time.instant();
        forget(FORGET_TOLD, now.minus(TOLD_KEPT));
        forget(FORGET, now.minus(kept));
    }

    private void forget(String statement, Instant before) {
        int removed = BATCH;
        while (removed == BATCH) {
            removed = transactions.commit(() -> transactions.sql().update(statement, before, BATCH));
        }
    }
}
