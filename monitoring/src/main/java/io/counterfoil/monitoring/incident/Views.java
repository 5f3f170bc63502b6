package io.counterfoil.monitoring.incident;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.Json;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Puts an incident together from its rows, with what people wrote opened. */
@Singleton
final class Views {

    private final Incidents incidents;
    private final Words words;

    @Inject
    Views(Incidents incidents, Words words) {
        this.incidents = incidents;
        this.words = words;
    }

    IncidentView of(Incident incident) {
        return new IncidentView(
                incident.text(),
                "incident",
                incident.type,
                incident.status,
                incident.drill,
                incident.merchantId.equals(Incidents.NOBODY) ? null : IdKind.MERCHANT.text(incident.merchantId),
                incident.livemode,
                incident.subject,
                words.open(incident.id, "summary", incident.summary),
                incident.from,
                incident.to,
                incident.openedAt,
                incident.openedBy,
                incident.authorityDueAt(),
                incident.authorityNotifiedAt,
                steps(incident),
                incidents.tasks(incident).stream()
                        .map(task -> of(incident, task))
                        .toList(),
                incident.closedAt,
                incident.closedBy);
    }

    IncidentView.Task of(Incident incident, IncidentTask task) {
        return new IncidentView.Task(
                IdKind.INCIDENT_TASK.text(task.id),
                "incident_task",
                incident.text(),
                words.open(task.id, "task", task.task),
                words.open(task.id, "owner", task.owner),
                task.due,
                task.completedAt,
                task.completedBy);
    }

    private List<IncidentView.Step> steps(Incident incident) {
        return incidents.steps(incident).stream()
                .map(step -> new IncidentView.Step(
                        step.step,
                        step.doneAt,
                        step.doneBy,
                        Duration.between(incident.openedAt, step.doneAt).toMillis() / 1e3,
                        Duration.between(step.begunAt, step.doneAt).toMillis() / 1e3,
                        step.step.equals(IncidentStep.REVIEW) ? figures(step.result) : step.result))
                .toList();
    }

    /** Of a review its figures: each call, act and payment stands in the report. */
    private static String figures(String review) {
        ObjectNode figures = (ObjectNode) Json.tree(review.getBytes(StandardCharsets.UTF_8));
        figures.remove(List.of("calls", "acts", "customers", "routes", "networks"));
        ((ObjectNode) figures.path("payments")).remove("newest");
        if (figures.path("follow_ups") instanceof ObjectNode followUps) {
            // reviews of earlier versions have none
            followUps.remove("newest");
        }
        return new String(Json.write(figures), StandardCharsets.UTF_8);
    }
}
