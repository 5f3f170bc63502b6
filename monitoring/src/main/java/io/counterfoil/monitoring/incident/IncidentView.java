package io.counterfoil.monitoring.incident;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An incident as the API shows it. */
record IncidentView(
        String id,
        String object,
        String type,
        String status,
        boolean drill,
        @Nullable String merchant,
        boolean livemode,
        String subject,
        String summary,
        Instant from,
        @Nullable Instant to,
        Instant openedAt,
        String openedBy,
        Instant authorityDueAt,
        @Nullable Instant authorityNotifiedAt,
        List<Step> steps,
        List<Task> tasks,
        @Nullable Instant closedAt,
        @Nullable String closedBy) {

    /**
     * A step that was taken.
     *
     * @param seconds from the incident's opening to the end of the step
     * @param tookSeconds the step itself
     * @param result what came of it
     */
    record Step(
            String step,
            Instant doneAt,
            String doneBy,
            double seconds,
            double tookSeconds,
            @JsonRawValue String result) {}

    /** A task, with the incident it belongs to. */
    record Task(
            String id,
            String object,
            String incident,
            String task,
            String owner,
            LocalDate due,
            @Nullable Instant completedAt,
            @Nullable String completedBy) {}
}
