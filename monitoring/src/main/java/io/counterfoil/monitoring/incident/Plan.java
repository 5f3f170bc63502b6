package io.counterfoil.monitoring.incident;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Text;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.domain.signal.MerchantEvent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The plan: what is done when a secret may be in other hands, each step once. */
@Singleton
final class Plan {

    /** Without which no incident is closed; tasks come beside them. */
    static final List<String> STEPS =
            List.of(IncidentStep.REVOKE, IncidentStep.NOTIFY, IncidentStep.REVIEW, IncidentStep.DOCUMENT);

    private static final int LONGEST_SUMMARY = 2_000;
    private static final int LONGEST_TASK = 500;
    private static final int LONGEST_OWNER = 200;
    private static final Duration USUAL_WINDOW = Duration.ofDays(7);

    private final Incidents incidents;
    private final Subjects subjects;
    private final Review review;
    private final Event<Object> events;
    private final InstantSource time;

    @Inject
    Plan(Incidents incidents, Subjects subjects, Review review, Event<Object> events, InstantSource time) {
        this.incidents = incidents;
        this.subjects = subjects;
        this.review = review;
        this.events = events;
        this.time = time;
    }

    /**
     * Opens an incident.
     *
     * @throws Problem that names the member which is missing or not allowed
     */
    Incident open(OpenIncident wanted, Actor actor) {
        Instant now = time.instant();
        Incident incident = new Incident();
        incident.type = IncidentType.of(wanted.type()).text();
        incident.drill = wanted.drill() != null && wanted.drill();
        String summary = Text.required("summary", wanted.summary(), LONGEST_SUMMARY);
        subjects.name(incident, wanted);
        incident.from = moment("from", wanted.from()).orElse(now.minus(USUAL_WINDOW));
        incident.to = moment("to", wanted.to()).orElse(null);
        if (incident.from.isAfter(incident.to == null ? now : incident.to)) {
            throw Problem.invalid("from", "Send a time before \"to\", and not one to come.");
        }
        return incidents.open(incident, summary, actor);
    }

    /** Step 1: ends the secret at once and puts another in its place; every server refuses it within a second. */
    void revoke(UUID id, Actor actor) {
        incidents.take(id, IncidentStep.REVOKE, actor, incident -> json(subjects.revoke(incident, actor)));
    }

    /** Step 2: tells the merchant by webhook and those who run the server by alert; once, whoever asks again. */
    void tell(UUID id, Actor actor) {
        incidents.take(id, IncidentStep.NOTIFY, actor, incident -> {
            Optional<UUID> merchant = Optional.of(incident.merchantId).filter(one -> !one.equals(Incidents.NOBODY));
            Map<String, Object> result = new LinkedHashMap<>();
            result.put(
                    "merchants",
                    merchant.map(IdKind.MERCHANT::text).map(List::of).orElse(List.of()));
            if (incident.drill) {
                return json(result);
            }
            merchant.ifPresent(one -> events.fire(new MerchantEvent(
                    one,
                    incident.livemode,
                    "incident.opened",
                    time.instant(),
                    Map.of("incident", incident.text(), "type", incident.type, "subject", incident.subject))));
            events.fire(new Alarm(
                    "incident_opened",
                    merchant,
                    incident.livemode,
                    incident.text(),
                    Map.of("type", incident.type, "subject", incident.subject)));
            return json(result);
        });
    }

    /** Step 3: what the secret did in the window, and who is affected. */
    void review(UUID id, Actor actor) {
        incidents.take(id, IncidentStep.REVIEW, actor, review::of);
    }

    /** Step 4: fixes the record as it is now; the report shows it, with what GDPR, Articles 33 and 34, ask for. */
    void document(UUID id, Actor actor) {
        incidents.take(id, IncidentStep.DOCUMENT, actor, incident -> {
            if (incidents.step(incident, IncidentStep.REVIEW).isEmpty()) {
                throw Problem.conflict("review_missing", "Review the logs first: the report says who is affected.");
            }
            return json(Map.of("authority_due_at", incident.authorityDueAt()));
        });
    }

    /**
     * Step 5: a task, with somebody who does it by a day.
     *
     * @throws Problem that names the member which is missing or not allowed
     */
    IncidentTask prevent(UUID id, PreventTask wanted, Actor actor) {
        IncidentTask task = new IncidentTask();
        String text = Text.required("task", wanted.task(), LONGEST_TASK);
        String owner = Text.required("owner", wanted.owner(), LONGEST_OWNER);
        task.due = day(wanted.due());
        return incidents.add(id, task, text, owner, actor);
    }

    private static LocalDate day(@Nullable String text) {
        try {
            if (text != null) {
                return text.length() == 10
                        ? LocalDate.parse(text)
                        : Instant.parse(text).atZone(ZoneOffset.UTC).toLocalDate();
            }
        } catch (DateTimeException unreadable) {
            // refused below, like nothing at all
        }
        throw Problem.invalid("due", "Send the day by which it is done, such as 2030-01-31.");
    }

    private static Optional<Instant> moment(String param, @Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse).map(at -> at.truncatedTo(ChronoUnit.MICROS));
        } catch (DateTimeException unreadable) {
            throw Problem.invalid(param, "Send a time such as 2030-01-31T00:00:00Z.");
        }
    }

    private static String json(Map<String, Object> result) {
        return new String(Json.write(result), StandardCharsets.UTF_8);
    }
}
