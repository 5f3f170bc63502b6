package io.counterfoil.monitoring.incident;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.counterfoil.domain.rest.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What is left of an incident on paper: its timeline, what was found, and a draft of what GDPR, Article 33(3), asks for.
 *
 * @param review what the step found; null until it was taken
 * @param authorityDueAt 72 hours after it became known, Article 33(1)
 */
record Report(
        String id,
        String object,
        IncidentView incident,
        List<Entry> timeline,
        @JsonRawValue String review,
        Instant authorityDueAt,
        Map<String, Object> article33,
        Map<String, Object> article34) {

    /** One line of the timeline. */
    record Entry(Instant at, String what, String by) {}

    static Report of(IncidentView incident) {
        String review = incident.steps().stream()
                .filter(step -> step.step().equals(IncidentStep.REVIEW))
                .map(IncidentView.Step::result)
                .findFirst()
                .orElse("null");
        JsonNode found = review.equals("null") ? null : Json.tree(review.getBytes(StandardCharsets.UTF_8));
        long subjects = found == null ? 0 : found.path("subjects").asLong();
        long records = found == null ? 0 : found.path("records").asLong();
        return new Report(
                incident.id(),
                "incident_report",
                incident,
                timeline(incident),
                review,
                incident.authorityDueAt(),
                article33(incident, subjects, records),
                article34(incident, subjects));
    }

    private static List<Entry> timeline(IncidentView incident) {
        List<Entry> timeline = new ArrayList<>();
        timeline.add(new Entry(incident.openedAt(), "opened", incident.openedBy()));
        incident.steps().forEach(step -> timeline.add(new Entry(step.doneAt(), step.step(), step.doneBy())));
        incident.tasks().stream()
                .filter(task -> task.completedAt() != null)
                .forEach(task -> timeline.add(
                        new Entry(task.completedAt(), "task_completed", String.valueOf(task.completedBy()))));
        if (incident.closedAt() != null) {
            timeline.add(new Entry(incident.closedAt(), "closed", String.valueOf(incident.closedBy())));
        }
        timeline.sort(Comparator.comparing(Entry::at));
        return List.copyOf(timeline);
    }

    private static Map<String, Object> article33(IncidentView incident, long subjects, long records) {
        return Map.of(
                "nature",
                incident.type().replace('_', ' '),
                "subjects_approximately",
                subjects,
                "records_approximately",
                records,
                "consequences",
                subjects == 0
                        ? "No personal data was opened with this secret in the window."
                        : "Whoever held the secret may have read the fields that the access log names.",
                "measures",
                incident.steps().stream().map(IncidentView.Step::step).toList(),
                "measures_to_come",
                incident.tasks().stream().map(IncidentView.Task::task).toList(),
                "notification_needed",
                subjects > 0);
    }

    /** Personal data is sealed in the database, but a key opens what it may see: it was intelligible to who held it. */
    private static Map<String, Object> article34(IncidentView incident, long subjects) {
        boolean intelligible = subjects > 0;
        return Map.of(
                "data_was_intelligible",
                intelligible,
                "communication_to_subjects",
                intelligible && !incident.drill() ? "assess" : "not_needed");
    }
}
