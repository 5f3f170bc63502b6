package io.counterfoil.monitoring.incident;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Text;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.domain.signal.Alarm;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens incidents: for people, and by itself when somebody reports a secret of ours. */
@Singleton
final class Opening {

    private static final int LONGEST_SUMMARY = 2_000;
    private static final Duration USUAL_WINDOW = Duration.ofDays(7);

    private final Incidents incidents;
    private final Subjects subjects;
    private final Plan plan;
    private final InstantSource time;
    private final List<String> automatic;

    @Inject
    Opening(Incidents incidents, Subjects subjects, Plan plan, InstantSource time, ConfigurationSource configuration) {
        this.incidents = incidents;
        this.subjects = subjects;
        this.plan = plan;
        this.time = time;
        this.automatic = IncidentSettings.AUTOMATIC.in(configuration);
    }

    /**
     * Opens an incident, inside the running transaction.
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
        return open(incident, summary, actor);
    }

    /** A leaked secret is dead already when this hears of it; one incident follows, however often it is reported. */
    void on(@Observes Alarm alarm) {
        if (!alarm.rule().equals("leaked_key") || incidents.isOpenAbout(alarm.subject())) {
            return;
        }
        Incident incident = new Incident();
        incident.type = (IdKind.API_KEY.parse(alarm.subject()).isPresent()
                        ? IncidentType.COMPROMISED_API_KEY
                        : IncidentType.COMPROMISED_OPERATOR_TOKEN)
                .text();
        incident.subject = alarm.subject();
        incident.merchantId = alarm.merchant().orElse(Incidents.NOBODY);
        incident.livemode = alarm.livemode();
        incident.from = time.instant().minus(USUAL_WINDOW);
        open(incident, "Reported as leaked: " + alarm.facts().getOrDefault("source", "unknown") + ".", Actor.SERVER);
    }

    /** What is to be ended is ended with the opening; the other steps follow by themselves. */
    private Incident open(Incident incident, String summary, Actor actor) {
        incident.automatic = String.join(",", automatic);
        Incident opened = incidents.open(incident, summary, actor);
        if (automatic.contains(IncidentStep.REVOKE)) {
            plan.take(IncidentStep.REVOKE, opened.id, Actor.SERVER);
        }
        return opened;
    }

    private static Optional<Instant> moment(String param, @Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse).map(at -> at.truncatedTo(ChronoUnit.MICROS));
        } catch (DateTimeException unreadable) {
            throw Problem.invalid(param, "Send a time such as 2030-01-31T00:00:00Z.");
        }
    }
}
