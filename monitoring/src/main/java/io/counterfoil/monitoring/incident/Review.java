package io.counterfoil.monitoring.incident;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.monitoring.usage.KeyActivity;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Works out what was done with a secret in the window of an incident, and marks what it did not do before. */
@Singleton
final class Review {

    /** What a key did in this time before the window is what is usual for it. */
    private static final Duration BASELINE = Duration.ofDays(28);

    private static final int MOST_ACTS = 200;

    /** Index audit_entry_id. */
    private static final String ACTS = """
        SELECT id, action, object FROM monitoring.audit_entry
        WHERE id >= ? AND id < ? AND actor = ? ORDER BY id DESC LIMIT ?\
        """;

    private final Transactions transactions;
    private final KeyActivity activity;
    private final AffectedPeople people;
    private final InstantSource time;

    @Inject
    Review(Transactions transactions, KeyActivity activity, AffectedPeople people, InstantSource time) {
        this.transactions = transactions;
        this.activity = activity;
        this.people = people;
        this.time = time;
    }

    /** The result of the step, as JSON: figures, ids, routes and networks; nothing personal. */
    String of(Incident incident) {
        Instant to = incident.to == null ? time.instant() : incident.to;
        Map<String, Object> review = new LinkedHashMap<>();
        review.put("from", incident.from);
        review.put("to", to);
        review.put("requests", 0L);
        review.put("errors", 0L);
        List<String> unusual = new ArrayList<>();
        IdKind.API_KEY.parse(incident.subject).ifPresent(key -> requests(incident, key, to, review, unusual));
        review.put("acts", acts(incident.subject, incident.from, to));
        AffectedPeople.Reach reach =
                people.of(incident.merchantId, incident.livemode, incident.subject, incident.from, to);
        review.put("subjects", reach.subjects());
        review.put("records", reach.records());
        review.put("merchants", incident.merchantId.equals(Incidents.NOBODY) ? 0 : 1);
        review.put("unusual", unusual);
        return new String(Json.write(review), StandardCharsets.UTF_8);
    }

    private void requests(Incident incident, UUID key, Instant to, Map<String, Object> review, List<String> unusual) {
        KeyActivity.Activity window = activity.of(incident.merchantId, incident.livemode, key, incident.from, to);
        KeyActivity.Activity before =
                activity.of(incident.merchantId, incident.livemode, key, incident.from.minus(BASELINE), incident.from);
        review.put("requests", window.requests());
        review.put("errors", window.errors());
        review.put("routes", window.routes());
        activity.firstSeen(incident.merchantId, key, "network", incident.from, to)
                .forEach(network -> unusual.add("new network " + network));
        activity.firstSeen(incident.merchantId, key, "route", incident.from, to)
                .forEach(route -> unusual.add("new route " + route));
        oddHours(window, before, unusual);
        volume(window, before, unusual);
    }

    /** Hours of the day in which it was never seen before. */
    private static void oddHours(KeyActivity.Activity window, KeyActivity.Activity before, List<String> unusual) {
        Set<Integer> usual = hoursOfDay(before);
        if (!usual.isEmpty()) {
            hoursOfDay(window).stream()
                    .filter(hour -> !usual.contains(hour))
                    .sorted()
                    .forEach(hour -> unusual.add("odd hour %s:00 UTC".formatted(hour)));
        }
    }

    /** An hour that is busier than three times the busiest before. */
    private static void volume(KeyActivity.Activity window, KeyActivity.Activity before, List<String> unusual) {
        long usual = busiest(before);
        long now = busiest(window);
        if (usual > 0 && now > 3 * usual) {
            unusual.add("volume: %s requests in an hour, %s at the most before".formatted(now, usual));
        }
    }

    private static long busiest(KeyActivity.Activity seen) {
        return seen.hours().values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private static Set<Integer> hoursOfDay(KeyActivity.Activity seen) {
        return seen.hours().keySet().stream()
                .map(hour -> hour.atZone(ZoneOffset.UTC).getHour())
                .collect(Collectors.toSet());
    }

    private List<Map<String, String>> acts(String actor, Instant from, Instant to) {
        return transactions
                .sql()
                .all(
                        ACTS,
                        row -> Map.of(
                                "id", IdKind.AUDIT_ENTRY.text(row.getObject(1, UUID.class)),
                                "action", row.getString(2),
                                "object", row.getString(3)),
                        first(from),
                        first(to),
                        actor,
                        MOST_ACTS);
    }

    /** The least id of a time. */
    private static UUID first(Instant at) {
        return new UUID(at.toEpochMilli() << 16, 0);
    }
}
