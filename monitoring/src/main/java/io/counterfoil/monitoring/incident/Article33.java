package io.counterfoil.monitoring.incident;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The members of GDPR, Article 33(3), and a draft of the notification made of them. */
final class Article33 {

    private static final Map<String, String> MEASURES = Map.of(
            IncidentStep.REVOKE, "the secret was ended and replaced",
            IncidentStep.NOTIFY, "the merchants concerned and those who run the server were notified",
            IncidentStep.REVIEW, "everything that was done with the secret was reviewed",
            IncidentStep.DOCUMENT, "the incident was documented");

    private Article33() {}

    static Map<String, Object> of(IncidentView incident, Assessment assessment, Optional<String> contact) {
        List<String> measures = incident.steps().stream()
                .map(step -> "%s (%s)".formatted(MEASURES.get(step.step()), step.doneAt()))
                .toList();
        List<String> toCome = incident.tasks().stream()
                .filter(task -> task.completedAt() == null)
                .map(task -> "%s, by %s".formatted(task.task(), task.due()))
                .toList();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("nature", nature(incident));
        members.put(
                "categories_of_subjects", assessment.subjects() == 0 ? List.of() : List.of("customers of merchants"));
        members.put("categories_of_data", assessment.fields());
        members.put("subjects_approximately", assessment.reviewed() ? assessment.subjects() : null);
        members.put("records_approximately", assessment.reviewed() ? assessment.records() : null);
        members.put("contact", contact.orElse(null));
        members.put("consequences", assessment.consequences());
        members.put("measures", measures);
        members.put("measures_to_come", toCome);
        members.put("became_known_at", incident.openedAt());
        members.put("due_at", incident.authorityDueAt());
        members.put(
                "notified_at",
                Optional.ofNullable(incident.authorityNotifiedAt()).orElse(null));
        members.put("notification_needed", assessment.notificationNeeded().orElse(null));
        members.put("draft", draft(members, incident.authorityDueAt()));
        return members;
    }

    private static String nature(IncidentView incident) {
        return "Loss of confidentiality: %s (%s), from %s to %s."
                .formatted(
                        incident.type().replace('_', ' '),
                        incident.subject(),
                        incident.from(),
                        incident.to() == null ? incident.openedAt() : incident.to());
    }

    private static String draft(Map<String, Object> members, Instant due) {
        return """
            Notification of a personal data breach (GDPR, Article 33), to be sent before %s.

            (a) Nature: %s
                Categories of data: %s. Subjects: %s. Records: %s.
            (b) Contact: %s
            (c) Likely consequences: %s
            (d) Measures taken: %s.
                Measures to come: %s.
            The breach became known at %s.
            """.formatted(
                        due,
                        members.get("nature"),
                        listed(members.get("categories_of_data")),
                        about(members.get("subjects_approximately")),
                        about(members.get("records_approximately")),
                        Optional.ofNullable(members.get("contact")).orElse("[name and contact details]"),
                        members.get("consequences"),
                        listed(members.get("measures")),
                        listed(members.get("measures_to_come")),
                        members.get("became_known_at"));
    }

    private static String about(@Nullable Object figure) {
        return figure == null ? "not known yet" : "about " + figure;
    }

    private static String listed(@Nullable Object values) {
        return values instanceof List<?> several && !several.isEmpty()
                ? several.stream().map(String::valueOf).collect(Collectors.joining("; "))
                : "none";
    }
}
