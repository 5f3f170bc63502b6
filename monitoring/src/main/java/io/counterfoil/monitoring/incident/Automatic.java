package io.counterfoil.monitoring.incident;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes the steps that are due by policy. What is left to take stands in the incident's row, and each step is one
 * transaction: whichever server comes next goes on where one has died.
 */
@Singleton
final class Automatic {

    private static final Logger LOG = Logger.getLogger(Automatic.class.getName());
    private static final Duration ROUND = Duration.ofMillis(500);

    /** By then every server has written the calls that it answered before the secret was dead. */
    private static final Duration ALL_COUNTED = Duration.ofSeconds(12);

    private final Incidents incidents;
    private final Plan plan;
    private final InstantSource time;

    @Inject
    Automatic(Incidents incidents, Plan plan, InstantSource time) {
        this.incidents = incidents;
        this.plan = plan;
        this.time = time;
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(ROUND, "incidents", this::round);
    }

    /** One that fails is tried again with the next round, and keeps none of the others from going on. */
    void round() {
        Optional<RuntimeException> failed = incidents.automatic().stream()
                .flatMap(incident -> attempt(incident).stream())
                .reduce((first, later) -> first);
        if (failed.isPresent()) {
            throw failed.get();
        }
    }

    private Optional<RuntimeException> attempt(Incident incident) {
        try {
            goOn(incident);
        } catch (Problem refused) {
            LOG.log(Level.WARNING, "{0} does not go on by itself ({1}): take what is missing by hand.", new Object[] {
                incident.text(), refused.code()
            });
            incidents.nothingLeft(incident);
        } catch (RuntimeException failure) {
            return Optional.of(new IllegalStateException(incident.text() + " does not go on by itself", failure));
        }
        return Optional.empty();
    }

    private void goOn(Incident incident) {
        for (String step : incident.automatic.split(",")) {
            boolean countsCalls = !step.equals(IncidentStep.REVOKE);
            if (countsCalls && time.instant().isBefore(incident.openedAt.plus(ALL_COUNTED))) {
                return;
            }
            plan.settle(step);
            plan.take(step, incident.id, Actor.SERVER);
        }
        incidents.nothingLeft(incident);
    }
}
