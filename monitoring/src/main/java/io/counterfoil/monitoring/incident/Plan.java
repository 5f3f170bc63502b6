package io.counterfoil.monitoring.incident;

import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Text;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.monitoring.trace.AffectedPeople;
import io.counterfoil.monitoring.trace.Suspect;
import io.counterfoil.monitoring.trace.Trace;
import io.counterfoil.monitoring.trace.Traces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The plan: what is done when a secret may be in other hands, each step once. */
@Singleton
final class Plan {

    /** Without which no incident is closed; tasks come beside them. */
    static final List<String> STEPS =
            List.of(IncidentStep.REVOKE, IncidentStep.NOTIFY, IncidentStep.REVIEW, IncidentStep.DOCUMENT);

    private static final int LONGEST_TASK = 500;
    private static final int LONGEST_OWNER = 200;

    private final Incidents incidents;
    private final Subjects subjects;
    private final Traces traces;
    private final Notices notices;
    private final InstantSource time;

    @Inject
    Plan(Incidents incidents, Subjects subjects, Traces traces, Notices notices, InstantSource time) {
        this.incidents = incidents;
        this.subjects = subjects;
        this.traces = traces;
        this.notices = notices;
        this.time = time;
    }

    /** Before a step that counts calls: those that were answered just now are counted too. Never inside a transaction. */
    void settle(String step) {
        if (step.equals(IncidentStep.NOTIFY) || step.equals(IncidentStep.REVIEW)) {
            traces.settle();
        }
    }

    /**
     * Takes a step, in the running transaction or one of its own; whoever comes second finds it taken.
     *
     * @throws Problem 404, or 409 when the incident is closed or another step must come first
     */
    void take(String step, UUID id, Actor actor) {
        incidents.take(
                id,
                step,
                actor,
                incident -> json(
                        switch (step) {
                            // every server refuses the secret within a second of the commit
                            case IncidentStep.REVOKE -> subjects.revoke(incident, actor);
                            case IncidentStep.NOTIFY -> tellOwners(incident);
                            case IncidentStep.REVIEW -> trace(incident);
                            case IncidentStep.DOCUMENT -> document(incident);
                            default -> throw new IllegalStateException(step);
                        }));
    }

    private Notices.Told tellOwners(Incident incident) {
        Suspect suspect = incident.suspect(time.instant());
        return notices.tell(incident, traces.of(suspect), traces.affected(suspect), reissued(incident));
    }

    /**
     * Writes to everybody whose data was opened, who was not written to before: GDPR, Article 34. Nobody in a drill. The
     * letter says that the key no longer works and what was done with it was reviewed, so that must be true.
     *
     * @throws Problem 409 that names the steps which must come first
     */
    void writeToPeople(UUID id, Actor actor) {
        incidents.also(id, "incident.people_notified", actor, incident -> {
            demandWhatLettersSay(incident);
            List<AffectedPeople.Person> people = traces.affected(incident.suspect(time.instant()));
            int letters = incident.drill ? 0 : notices.write(incident, people);
            return Map.of("people", Integer.toString(people.size()), "letters", Integer.toString(letters));
        });
    }

    private void demandWhatLettersSay(Incident incident) {
        List<String> taken =
                incidents.steps(incident).stream().map(step -> step.step).toList();
        List<String> missing = Stream.of(IncidentStep.REVOKE, IncidentStep.REVIEW)
                .filter(step -> !taken.contains(step))
                .map(step -> "actions/" + step.replace('_', '-'))
                .toList();
        if (!missing.isEmpty()) {
            throw Problem.conflict(
                    "step_missing",
                    "Nobody was told. Letters say that the key no longer works and that what was done with it was reviewed:"
                            + " take first " + String.join(" and ", missing) + ", or leave out people.");
        }
    }

    /**
     * Notes that the authority was told: nobody is reminded any more.
     *
     * @throws Problem that names the member, 404, or 409 when the incident is closed
     */
    void authorityNotified(UUID id, String text, Actor actor) {
        incidents.authorityNotified(id, past(text), actor);
    }

    private Instant past(String text) {
        try {
            Instant at = Instant.parse(text).truncatedTo(ChronoUnit.MICROS);
            if (!at.isAfter(time.instant())) {
                return at;
            }
        } catch (DateTimeException unreadable) {
            // refused below, like a time to come
        }
        throw Problem.invalid(
                "authority_notified_at", "Send the time when the authority was told, such as 2026-01-31T00:00:00Z.");
    }

    private Trace trace(Incident incident) {
        return traces.of(incident.suspect(time.instant()));
    }

    private @Nullable String reissued(Incident incident) {
        return incidents
                .step(incident, IncidentStep.REVOKE)
                .map(step -> tree(step.result).path("reissued").asString(""))
                .filter(key -> !key.isEmpty())
                .orElse(null);
    }

    /** Fixes what is decided now; the report shows it with the whole record. */
    private Decision document(Incident incident) {
        JsonNode review = incidents
                .step(incident, IncidentStep.REVIEW)
                .map(step -> tree(step.result))
                .orElseThrow(() -> Problem.conflict(
                        "review_missing", "Take the step actions/review-logs first: the report says who is affected."));
        Assessment found = Assessment.of(review);
        return new Decision(
                incident.authorityDueAt(),
                !time.instant().isAfter(incident.authorityDueAt()),
                found.notificationNeeded().orElseThrow(),
                found.dataWasIntelligible(),
                found.communicationToSubjects());
    }

    /** What was decided when the incident was documented. */
    private record Decision(
            Instant authorityDueAt,
            boolean inTime,
            boolean notificationNeeded,
            boolean dataWasIntelligible,
            String communicationToSubjects) {}

    /**
     * A task, with somebody who does it by a day.
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

    private static JsonNode tree(String result) {
        return Json.tree(result.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(Object result) {
        return new String(Json.write(result), StandardCharsets.UTF_8);
    }
}
