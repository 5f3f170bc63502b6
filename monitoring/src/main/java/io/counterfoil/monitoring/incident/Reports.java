package io.counterfoil.monitoring.incident;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.publiclog.Proofs;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.monitoring.peopleletter.PeopleLetters;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Draws up reports, each from what the record says at that moment. */
@Singleton
final class Reports {

    private final Incidents incidents;
    private final Views views;
    private final Proofs proofs;
    private final PeopleLetters letters;
    private final InstantSource time;
    private final Optional<String> contact;

    @Inject
    Reports(
            Incidents incidents,
            Views views,
            Proofs proofs,
            PeopleLetters letters,
            InstantSource time,
            ConfigurationSource configuration) {
        this.incidents = incidents;
        this.views = views;
        this.proofs = proofs;
        this.letters = letters;
        this.time = time;
        this.contact = IncidentSettings.CONTACT.find(configuration);
    }

    Report of(Incident incident) {
        Optional<String> review = incidents.step(incident, IncidentStep.REVIEW).map(step -> step.result);
        @Nullable
        JsonNode found = review.map(text -> Json.tree(text.getBytes(StandardCharsets.UTF_8)))
                .orElse(null);
        return of(
                views.of(incident),
                incidents.deeds(incident),
                review.orElse("null"),
                found,
                found == null ? List.of() : proofs(incident.merchantId, found),
                letters.states(incident.id));
    }

    private Report of(
            IncidentView incident,
            List<Incidents.Deed> deeds,
            String review,
            @Nullable JsonNode found,
            List<Report.Proof> proven,
            Map<String, Long> written) {
        Assessment assessment = Assessment.of(found);
        return new Report(
                incident.id(),
                "incident_report",
                incident,
                timeline(incident, deeds),
                review,
                proven,
                written,
                incident.authorityDueAt(),
                Duration.between(time.instant(), incident.authorityDueAt()).toSeconds(),
                Article33.of(incident, assessment, contact),
                article34(assessment));
    }

    /** What is not sealed yet has no proof; it will have one within a second. */
    private List<Report.Proof> proofs(UUID owner, JsonNode review) {
        List<Report.Proof> proven = new ArrayList<>();
        Map<UUID, List<UUID>> acts = new HashMap<>();
        for (JsonNode act : review.path("acts")) {
            UUID merchant =
                    IdKind.MERCHANT.parse(act.path("merchant").asString("")).orElse(Incidents.NOBODY);
            IdKind.AUDIT_ENTRY
                    .parse(act.path("id").asString(""))
                    .ifPresent(id -> acts.computeIfAbsent(merchant, first -> new ArrayList<>())
                            .add(id));
        }
        acts.forEach((merchant, ids) -> prove(merchant, ids, IdKind.AUDIT_ENTRY, "audit", proven));
        List<UUID> receipts = new ArrayList<>();
        for (String done : List.of("payments", "follow_ups")) {
            review.path(done)
                    .path("newest")
                    .forEach(one -> IdKind.RECEIPT
                            .parse(one.path("receipt").asString(""))
                            .ifPresent(receipts::add));
        }
        prove(owner, receipts, IdKind.RECEIPT, "receipts", proven);
        return List.copyOf(proven);
    }

    private void prove(UUID merchant, List<UUID> items, IdKind kind, String log, List<Report.Proof> into) {
        if (items.isEmpty()) {
            return;
        }
        Map<UUID, String> found = proofs.of(merchant, items);
        items.stream()
                .filter(found::containsKey)
                .forEach(item -> into.add(new Report.Proof(kind.text(item), log, found.getOrDefault(item, ""))));
    }

    static List<Report.Entry> timeline(IncidentView incident, List<Incidents.Deed> deeds) {
        List<Report.Entry> timeline = new ArrayList<>();
        timeline.add(new Report.Entry(incident.openedAt(), "opened", incident.openedBy()));
        incident.steps().forEach(step -> timeline.add(new Report.Entry(step.doneAt(), step.step(), step.doneBy())));
        deeds.forEach(deed -> {
            switch (deed.action()) {
                case "incident.people_notified" ->
                    timeline.add(new Report.Entry(deed.at(), "people_notified", deed.by()));
                case "incident.prevent" -> timeline.add(new Report.Entry(deed.at(), "task_made", deed.by()));
                default -> {
                    // that the authority was told stands in the incident, with the time when it was
                }
            }
        });
        if (incident.authorityNotifiedAt() != null) {
            timeline.add(
                    new Report.Entry(incident.authorityNotifiedAt(), "authority_notified", whoToldTheAuthority(deeds)));
        }
        for (IncidentView.Task task : incident.tasks()) {
            if (task.completedAt() != null) {
                timeline.add(
                        new Report.Entry(task.completedAt(), "task_completed", String.valueOf(task.completedBy())));
            }
        }
        if (incident.closedAt() != null) {
            timeline.add(new Report.Entry(incident.closedAt(), "closed", String.valueOf(incident.closedBy())));
        }
        timeline.sort(Comparator.comparing(Report.Entry::at));
        return List.copyOf(timeline);
    }

    /** Who noted it last: an earlier note was corrected. */
    private static String whoToldTheAuthority(List<Incidents.Deed> deeds) {
        return deeds.stream()
                .filter(deed -> deed.action().equals("incident.authority_notified"))
                .reduce((earlier, later) -> later)
                .map(Incidents.Deed::by)
                .orElse("unknown");
    }

    static Map<String, Object> article34(Assessment assessment) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("data_was_intelligible", assessment.dataWasIntelligible());
        members.put("subjects_shown_unmasked", assessment.unmasked());
        members.put("communication_to_subjects", assessment.communicationToSubjects());
        members.put("reason", assessment.reason());
        return members;
    }
}
