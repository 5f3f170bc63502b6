package io.counterfoil.monitoring.incident;

import io.counterfoil.domain.control.Assessment;
import io.counterfoil.domain.control.Control;
import io.counterfoil.domain.control.Controls;
import io.counterfoil.domain.control.Evidence;
import io.counterfoil.domain.control.Window;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Whether the plan would work: when it was last run, in earnest or as a drill, how long it took, and what is left open. */
@Singleton
final class IncidentControls implements Controls {

    private static final Duration QUARTER = Duration.ofDays(92);

    /** A secret that others hold is dead within the hour, or the plan is none. */
    private static final Duration REVOKED_WITHIN = Duration.ofHours(1);

    private static final Duration REVOKED_QUICKLY = Duration.ofMinutes(5);

    /** GDPR, Article 33 (1). */
    private static final Duration TOLD_WITHIN = Duration.ofHours(72);

    private static final int SOON_DAYS = 7;

    /**
     * How often a step was taken in the last quarter, and which open incidents still lack it after so long. Index
     * incident_by_time, primary key incident_step_pkey.
     */
    private static final String STEP = """
        SELECT count(s.step), count(s.step) FILTER (WHERE i.drill), max(s.done_at),
               extract(epoch FROM max(s.done_at - i.opened_at) FILTER (WHERE NOT i.drill))::float8,
               extract(epoch FROM (array_agg(s.done_at - i.opened_at ORDER BY s.done_at DESC)
                                   FILTER (WHERE s.step IS NOT NULL))[1])::float8,
               count(*) FILTER (WHERE s.step IS NULL AND NOT i.drill AND i.status = 'open'),
               count(*) FILTER (WHERE s.step IS NULL AND NOT i.drill AND i.status = 'open' AND i.opened_at < ?),
               (array_agg(i.id ORDER BY i.id)
                   FILTER (WHERE s.step IS NULL AND NOT i.drill AND i.status = 'open' AND i.opened_at < ?))[1]
        FROM monitoring.incident i
        LEFT JOIN monitoring.incident_step s
               ON s.merchant_id = i.merchant_id AND s.incident_id = i.id AND s.step = ?
        WHERE i.id >= ?\
        """;

    private static final String CHANNELS = """
        SELECT (SELECT count(*) FROM monitoring.alert_channel WHERE failing_since IS NULL),
               (SELECT count(DISTINCT merchant_id) FROM webhooks.endpoint
                WHERE status = 'enabled'
                  AND string_to_array(event_types, ' ') && ARRAY['*', 'incident.*', 'incident.opened'])\
        """;

    private static final String TASKS = """
        SELECT count(*), count(*) FILTER (WHERE completed_at IS NULL),
               count(*) FILTER (WHERE completed_at IS NULL AND due < ?),
               count(*) FILTER (WHERE completed_at IS NULL AND due >= ? AND due < ?),
               count(*) FILTER (WHERE completed_at >= ?),
               (array_agg(incident_id ORDER BY due) FILTER (WHERE completed_at IS NULL AND due < ?))[1]
        FROM monitoring.incident_task\
        """;

    @Override
    public List<Control> controls() {
        return List.of(
                new Control("incident.rotate", IncidentControls::rotate),
                new Control("incident.notify", IncidentControls::tell),
                new Control("incident.review_and_document", IncidentControls::review),
                new Control("incident.prevent", IncidentControls::prevent));
    }

    private record Step(
            long taken,
            long drilled,
            Optional<Instant> lastAt,
            Optional<Double> secondsSinceOpened,
            Optional<Double> lastSeconds,
            long waiting,
            long late,
            List<String> first) {}

    private static Assessment rotate(Window window) {
        Step revoked = step(window, IncidentStep.REVOKE, REVOKED_WITHIN);
        return rehearsed(window, revoked)
                .failing(revoked.late() > 0, "a secret that others may hold was not revoked within the hour")
                .atRisk(revoked.waiting() > 0, "an incident is open and its secret not revoked")
                .atRisk(
                        revoked.secondsSinceOpened().orElse(0.0) > REVOKED_QUICKLY.toSeconds(),
                        "a secret was revoked more than five minutes after its incident was opened")
                .assess();
    }

    private static Assessment tell(Window window) {
        Step told = step(window, IncidentStep.NOTIFY, TOLD_WITHIN);
        long[] channels = window.sql()
                .first(CHANNELS, row -> new long[] {row.getLong(1), row.getLong(2)})
                .orElseThrow();
        return rehearsed(window, told)
                .with("channels_working", channels[0])
                .with("merchants_that_hear_by_webhook", channels[1])
                .failing(told.late() > 0, "those affected by an incident were not told within 72 hours")
                .atRisk(told.waiting() > 0, "an incident is open and nobody was told")
                .atRisk(channels[0] == 0, "operators would not hear of an incident: add an alert channel")
                .assess();
    }

    private static Assessment review(Window window) {
        Step reviewed = step(window, IncidentStep.REVIEW, TOLD_WITHIN);
        Step documented = step(window, IncidentStep.DOCUMENT, TOLD_WITHIN);
        return rehearsed(window, documented)
                .with("reviews", reviewed.taken())
                .with("last_review_at", reviewed.lastAt())
                .with("last_review_seconds", reviewed.lastSeconds())
                .failing(reviewed.late() > 0, "an incident was not reviewed within 72 hours")
                .failing(documented.late() > 0, "an incident has no report after 72 hours")
                .atRisk(reviewed.waiting() + documented.waiting() > 0, "an incident waits for its review or report")
                .assess();
    }

    private static Assessment prevent(Window window) {
        LocalDate today = LocalDate.ofInstant(window.asOf(), ZoneOffset.UTC);
        return window.sql()
                .first(
                        TASKS,
                        row -> window.evidence()
                                .with("tasks", row.getLong(1))
                                .with("tasks_open", row.getLong(2))
                                .with("tasks_past_their_date", row.getLong(3))
                                .with("tasks_due_in_a_week", row.getLong(4))
                                .with("tasks_completed", row.getLong(5))
                                .with("oldest_of", Window.ids(row, 6, IdKind.INCIDENT))
                                .failing(row.getLong(3) > 0, "a task that prevents the next incident is past its date")
                                .atRisk(row.getLong(4) > 0, "tasks are due within a week")
                                .assess(),
                        today,
                        today,
                        today.plusDays(SOON_DAYS),
                        window.since(),
                        today)
                .orElseThrow();
    }

    private static Evidence rehearsed(Window window, Step step) {
        return window.evidence()
                .with("taken_in_a_quarter", step.taken())
                .with("of_these_drills", step.drilled())
                .with("last_at", step.lastAt())
                .with("slowest_seconds_after_opening", step.secondsSinceOpened())
                .with("last_seconds_after_opening", step.lastSeconds())
                .with("incidents_waiting", step.waiting())
                .with("incidents_late", step.late())
                .with("oldest_of", step.first())
                .with("rehearsed_since", window.asOf().minus(QUARTER))
                .atRisk(step.taken() == 0, "this step was not rehearsed in the last quarter: run a drill");
    }

    private static Step step(Window window, String step, Duration within) {
        Instant late = window.asOf().minus(within);
        return window.sql()
                .first(
                        STEP,
                        row -> new Step(
                                row.getLong(1),
                                row.getLong(2),
                                Window.maybe(row, 3),
                                Optional.ofNullable(row.getObject(4, Double.class)),
                                Optional.ofNullable(row.getObject(5, Double.class)),
                                row.getLong(6),
                                row.getLong(7),
                                Window.ids(row, 8, IdKind.INCIDENT)),
                        late,
                        late,
                        step,
                        Ids.firstAt(window.asOf().minus(QUARTER)))
                .orElseThrow();
    }
}
