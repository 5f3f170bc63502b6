package io.counterfoil.privacy.fulfilment;

import io.counterfoil.domain.database.DatabaseFailure;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.recovery.Pace;
import io.counterfoil.domain.recovery.Rounds;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.privacy.request.Actor;
import io.counterfoil.privacy.request.PrivacyRequest;
import io.counterfoil.privacy.request.RequestQueue;
import io.counterfoil.privacy.request.RequestStatus;
import io.counterfoil.privacy.request.Requests;
import io.counterfoil.privacy.request.Times;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Works requests off. What a request wants and that it is done are one transaction: a server that dies in between has done
 * nothing, and another one begins anew.
 */
@Singleton
final class Fulfilment {

    private static final Logger LOG = Logger.getLogger(Fulfilment.class.getName());

    private final RequestQueue queue;
    private final Requests requests;
    private final Deeds deeds;
    private final Times times;
    private final Event<Alarm> alarms;

    @Inject
    Fulfilment(RequestQueue queue, Requests requests, Deeds deeds, Times times, Event<Alarm> alarms) {
        this.queue = queue;
        this.requests = requests;
        this.deeds = deeds;
        this.times = times;
        this.alarms = alarms;
    }

    void start(@Observes DatabaseReady ready, Rounds rounds) {
        rounds.recover("privacy request", queue::claimDue, this::carryOn);
    }

    private void carryOn(MerchantScopedId key) {
        Optional<PrivacyRequest> found =
                requests.find(key).filter(request -> request.status().open());
        if (found.isEmpty()) {
            return;
        }
        try {
            PrivacyRequest request = found.get().status() == RequestStatus.PENDING
                    ? requests.change(key, Actor.SYSTEM, "started", PrivacyRequest::start)
                    : found.get();
            deeds.of(request);
        } catch (RuntimeException failure) {
            stick(found.get(), failure);
        }
    }

    /** Says why it failed, for whoever looks, and when it is tried again. */
    private void stick(PrivacyRequest request, RuntimeException failure) {
        String reason = reason(failure);
        Optional<PrivacyRequest> open = requests.stick(request.key(), stuck -> {
            stuck.stick(reason, times.now().plus(Pace.pause(stuck.timesTried())));
            if (stuck.stuck()) {
                alarms.fire(new Alarm(
                        "privacy_request_stuck",
                        Optional.of(stuck.key().merchantId()),
                        stuck.livemode(),
                        stuck.text(),
                        Map.of(
                                "type",
                                stuck.type().text(),
                                "due_at",
                                stuck.dueAt().toString())));
            }
        });
        if (open.isPresent()) {
            LOG.log(Level.WARNING, "{0} could not be done: {1} Tried again by itself.", new Object[] {
                request.text(), reason
            });
        }
        LOG.log(Level.FINE, request.text(), failure);
    }

    private static String reason(RuntimeException failure) {
        if (failure instanceof Problem problem) {
            return String.valueOf(problem.getMessage());
        }
        return failure instanceof DatabaseFailure
                ? "The database failed (" + failure.getMessage() + ")."
                : "An internal error (" + failure.getClass().getSimpleName() + "); the server's log says more.";
    }
}
