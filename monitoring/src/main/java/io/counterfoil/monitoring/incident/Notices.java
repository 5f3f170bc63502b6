package io.counterfoil.monitoring.incident;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.domain.signal.MerchantEvent;
import io.counterfoil.monitoring.peopleletter.PeopleLetters;
import io.counterfoil.monitoring.trace.AffectedPeople;
import io.counterfoil.monitoring.trace.Trace;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who hears of an incident: each merchant that is concerned, by the event {@code incident.opened}, and those who run the
 * server, by the alert of that name in their channels, e-mail among them. People hear of it from their merchant, who is the
 * controller of their data (GDPR, Articles 33(2) and 34), or by a letter, where an operator says so.
 */
@Singleton
final class Notices {

    /** An event is thin: the rest is counted in it. */
    private static final int MOST_CUSTOMERS = 100;

    private static final String OPENED = "incident.opened";
    private static final String NO_CHANNEL =
            "No enabled webhook endpoint of it takes incident.opened in %s mode: it finds"
                    + " the event only if it asks (GET /v1/events). Tell it yourself.";

    private final Event<Object> events;
    private final InstantSource time;
    private final PeopleLetters letters;
    private final MerchantEndpoints endpoints;

    @Inject
    Notices(Event<Object> events, InstantSource time, PeopleLetters letters, MerchantEndpoints endpoints) {
        this.events = events;
        this.time = time;
        this.letters = letters;
        this.endpoints = endpoints;
    }

    /** Queues a letter to each person who has none about this incident, and gives their number. */
    int write(Incident incident, List<AffectedPeople.Person> people) {
        return letters.write(incident.id, incident.from, people);
    }

    /**
     * What came of the step.
     *
     * @param notified the merchants for whom the event was stored; nobody in a drill
     * @param message what they were told, or would have been
     * @param told by which channel each of them was told, if by any
     */
    record Told(
            int merchants,
            long subjects,
            long records,
            long requests,
            List<Trace.Concerned> owners,
            List<String> notified,
            List<String> by,
            String message,
            List<Reached> told) {}

    /**
     * How one merchant was told in one mode.
     *
     * @param by {@code webhook}, or nothing where there is no way to it
     * @param webhookEndpoints how many take the event
     * @param note what is left to do, where nobody was told
     */
    record Reached(
            String merchant,
            boolean livemode,
            List<String> by,
            int webhookEndpoints,
            @Nullable String note) {}

    /**
     * Tells them, inside the running transaction, with which the news is stored or not.
     *
     * @param people everybody whose data was opened: each merchant gets the ids of its own customers
     */
    Told tell(Incident incident, Trace trace, List<AffectedPeople.Person> people, @Nullable String reissued) {
        String message = message(incident, trace, reissued);
        List<Reached> told =
                trace.owners().stream().map(owner -> reached(incident, owner)).toList();
        if (!incident.drill) {
            Map<AffectedPeople.Owner, List<String>> customers = customers(people);
            trace.owners()
                    .forEach(owner ->
                            tell(incident, trace, owner, customers.getOrDefault(whose(owner), List.of()), reissued));
            events.fire(new Alarm(
                    "incident_opened",
                    Optional.of(incident.merchantId).filter(merchant -> !merchant.equals(Incidents.NOBODY)),
                    incident.livemode,
                    incident.text(),
                    Map.of(
                            "type", incident.type,
                            "subject", incident.subject,
                            "merchants", Integer.toString(trace.merchants()),
                            "merchants_without_channel",
                                    Long.toString(told.stream()
                                            .filter(one -> one.by().isEmpty())
                                            .map(Reached::merchant)
                                            .distinct()
                                            .count()),
                            "subjects", Long.toString(trace.subjects()),
                            "records", Long.toString(trace.records()),
                            "authority_due_at", incident.authorityDueAt().toString())));
        }
        return new Told(
                trace.merchants(),
                trace.subjects(),
                trace.records(),
                trace.requests(),
                trace.owners(),
                incident.drill
                        ? List.of()
                        : trace.owners().stream()
                                .map(Trace.Concerned::merchant)
                                .distinct()
                                .toList(),
                incident.drill ? List.of() : List.of("webhook incident.opened", "alert incident_opened"),
                message,
                told);
    }

    /** A merchant has no address here: the webhook is the only way to it. */
    private Reached reached(Incident incident, Trace.Concerned owner) {
        int taking = endpoints.taking(merchant(owner), owner.livemode(), OPENED);
        boolean told = taking > 0 && !incident.drill;
        return new Reached(
                owner.merchant(),
                owner.livemode(),
                told ? List.of("webhook") : List.of(),
                taking,
                told ? null : note(incident.drill, taking, owner.livemode()));
    }

    private static String note(boolean drill, int taking, boolean livemode) {
        String missing = taking > 0 ? "" : NO_CHANNEL.formatted(livemode ? "live" : "test");
        return drill ? ("A drill: nobody was told. " + missing).strip() : missing;
    }

    private static Map<AffectedPeople.Owner, List<String>> customers(List<AffectedPeople.Person> people) {
        return people.stream()
                .collect(Collectors.groupingBy(
                        AffectedPeople.Person::owner,
                        Collectors.mapping(person -> IdKind.CUSTOMER.text(person.customer()), Collectors.toList())));
    }

    private static AffectedPeople.Owner whose(Trace.Concerned owner) {
        return new AffectedPeople.Owner(merchant(owner), owner.livemode());
    }

    private static UUID merchant(Trace.Concerned owner) {
        return IdKind.MERCHANT.parse(owner.merchant()).orElseThrow();
    }

    private void tell(
            Incident incident, Trace trace, Trace.Concerned owner, List<String> customers, @Nullable String reissued) {
        UUID merchant = merchant(owner);
        boolean own = merchant.equals(incident.merchantId);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("incident", incident.text());
        data.put("type", incident.type);
        data.put("from", trace.from());
        data.put("to", trace.to());
        data.put("subjects", owner.subjects());
        data.put("records", owner.records());
        List<String> named = customers.stream().limit(MOST_CUSTOMERS).toList();
        data.put("customers", named);
        data.put("customers_left_out", Math.max(0, owner.subjects() - named.size()));
        if (own) {
            // an operator's token, and what it did elsewhere, is no merchant's business
            data.put("subject", incident.subject);
            data.put("requests", trace.requests());
            data.put("unusual_requests", trace.unusualRequests());
            data.put("fields", trace.fields());
            Optional.ofNullable(reissued).ifPresent(key -> data.put("reissued", key));
        }
        data.put("message", own ? message(incident, trace, reissued) : messageToOthers(incident, owner));
        events.fire(new MerchantEvent(merchant, owner.livemode(), OPENED, time.instant(), data));
    }

    /** The template: ids and figures alone vary. */
    private static String message(Incident incident, Trace trace, @Nullable String reissued) {
        String what = "%s may be in other hands since %s. It is ended, or about to be%s."
                .formatted(
                        noun(incident),
                        trace.from(),
                        incident.merchantId.equals(Incidents.NOBODY) ? "" : ", and another takes its place");
        String reach = trace.subjects() == 0
                ? " Calls that were made with it in that time: %s; nobody's data was opened."
                        .formatted(trace.requests())
                : (" Calls that were made with it in that time: %s. Customers whose data was opened: %s (%s). Telling them may"
                                + " be your duty: GDPR, Article 34.")
                        .formatted(trace.requests(), trace.subjects(), String.join(", ", trace.fields()));
        return what + reach + next(incident, reissued);
    }

    private static String noun(Incident incident) {
        return switch (incident.kind()) {
            case COMPROMISED_API_KEY -> "The API key " + incident.subject;
            case COMPROMISED_WEBHOOK_SECRET -> "The secret of the webhook endpoint " + incident.subject;
            case COMPROMISED_RECEIPT_SECRET -> "The secret that your receipts are signed with";
            case COMPROMISED_OPERATOR_TOKEN -> "The operator token " + incident.subject;
            case SUSPICIOUS_ACCESS -> "The credential " + incident.subject;
        };
    }

    private static String next(Incident incident, @Nullable String reissued) {
        if (reissued != null) {
            return " Collect the key in its place, once, with another of your keys: POST /v1/api-keys/%s/collect."
                    .formatted(reissued);
        }
        return switch (incident.kind()) {
            case COMPROMISED_WEBHOOK_SECRET ->
                " Collect the secret in its place, once: POST /v1/webhook-endpoints/%s/collect-secret."
                        .formatted(incident.subject);
            case COMPROMISED_RECEIPT_SECRET ->
                " Get a secret of your own in its place: POST /v1/receipt-secrets/roll. Until then, ask us:"
                        + " POST /v1/receipts/verify.";
            default -> "";
        };
    }

    private static String messageToOthers(Incident incident, Trace.Concerned owner) {
        return ("A credential of those who run this server may be in other hands since %s. It is ended, or about to be. Your customers whose data"
                        + " was opened with it: %s.%s")
                .formatted(
                        incident.from,
                        owner.subjects(),
                        owner.subjects() == 0 ? "" : " Telling them may be your duty: GDPR, Article 34.");
    }
}
