package io.counterfoil.monitoring.incident;

import io.counterfoil.domain.control.Window;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.metrics.MetricRegistry;

/**
 * Tells people when half, four fifths and all of the time to notify the authority of an incident have passed (GDPR, Article
 * 33(1)). It runs until somebody says that the authority was told, the record says that it need not be, or the incident is
 * closed; in a drill never.
 */
@Singleton
final class AuthorityClock {

    static final String FIGURE = "counterfoil_incident_deadline_seconds";

    private static final Duration ROUND = Duration.ofSeconds(30);

    /** Indexes incident_open_about, incident_step_pkey: the open incidents, a few rows. */
    private static final String RUNNING = """
        i.status = 'open' AND NOT i.drill AND i.authority_notified_at IS NULL
          AND NOT EXISTS (SELECT FROM monitoring.incident_step s
                          WHERE s.merchant_id = i.merchant_id AND s.incident_id = i.id AND s.step = 'document'
                            AND s.result::jsonb ->> 'notification_needed' = 'false')\
        """;

    /** Several servers share it, and each part of the time of each incident is told once. */
    private static final String DUE = """
        UPDATE monitoring.incident late SET authority_alarmed_percent = due.percent
        FROM (SELECT i.merchant_id, i.id, passed.percent
              FROM monitoring.incident i CROSS JOIN LATERAL (
                   SELECT CASE WHEN i.opened_at <= ? THEN 100 WHEN i.opened_at <= ? THEN 80
                               WHEN i.opened_at <= ? THEN 50 ELSE 0 END) AS passed (percent)
              WHERE i.authority_alarmed_percent < passed.percent AND
        """ + RUNNING + """
              FOR UPDATE OF i SKIP LOCKED) AS due
        WHERE late.merchant_id = due.merchant_id AND late.id = due.id
        RETURNING late.id, late.type, late.subject, late.livemode, late.opened_at, late.authority_alarmed_percent\
        """;

    private static final String OLDEST = "SELECT min(i.opened_at) FROM monitoring.incident i WHERE " + RUNNING;

    private final Transactions transactions;
    private final InstantSource time;
    private final Event<Alarm> alarms;
    private final MetricRegistry registry;
    private volatile Optional<Instant> nextDue = Optional.empty();

    @Inject
    AuthorityClock(Transactions transactions, InstantSource time, Event<Alarm> alarms, MetricRegistry registry) {
        this.transactions = transactions;
        this.time = time;
        this.alarms = alarms;
        this.registry = registry;
    }

    private record Late(UUID incident, String type, String subject, boolean livemode, Instant openedAt, int percent) {}

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        // less than nothing is late; NaN where nobody waits
        registry.gauge(FIGURE, this, AuthorityClock::secondsLeft);
        work.every(ROUND, "authority's clock", this::look);
    }

    void look() {
        Instant now = time.instant();
        transactions.commit(() -> transactions
                .sql()
                .all(
                        DUE,
                        row -> new Late(
                                row.getObject(1, UUID.class),
                                row.getString(2),
                                row.getString(3),
                                row.getBoolean(4),
                                Sql.instant(row, 5),
                                row.getInt(6)),
                        openedAt(now, 100),
                        openedAt(now, 80),
                        openedAt(now, 50))
                .forEach(this::ring));
        nextDue = transactions.commit(() -> transactions
                .sql()
                .first(OLDEST, row -> Window.maybe(row, 1))
                .flatMap(oldest -> oldest.map(at -> at.plus(Incident.TOLD_WITHIN))));
    }

    double secondsLeft() {
        return nextDue.map(due -> Duration.between(time.instant(), due).toMillis() / 1e3)
                .orElse(Double.NaN);
    }

    /** When an incident was opened of whose time so much has passed. */
    private static Instant openedAt(Instant now, int percent) {
        return now.minus(Incident.TOLD_WITHIN.multipliedBy(percent).dividedBy(100));
    }

    /** Those who run the server have to see to it: no merchant hears of it. */
    private void ring(Late late) {
        alarms.fire(new Alarm(
                "incident_authority_deadline",
                Optional.empty(),
                late.livemode(),
                IdKind.INCIDENT.text(late.incident()),
                Map.of(
                        "type",
                        late.type(),
                        "subject",
                        late.subject(),
                        "percent",
                        Integer.toString(late.percent()),
                        "due_at",
                        late.openedAt().plus(Incident.TOLD_WITHIN).toString())));
    }
}
