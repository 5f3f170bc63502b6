package io.counterfoil.privacy.opendsr;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.recovery.Rounds;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.privacy.request.PrivacyRequest;
import io.counterfoil.privacy.request.RequestMoved;
import io.counterfoil.privacy.request.Requests;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tells other systems of each change of a request's status: queued in its transaction, posted until it is taken. */
@Singleton
final class Callbacks {

    private static final Logger LOG = Logger.getLogger(Callbacks.class.getName());
    private static final Set<String> NEWS = Set.of("started", "completed", "refused", "cancelled");
    private static final int MOST_TRIES = 30;

    private final OpenDsrRequests known;
    private final Requests requests;
    private final Answers answers;
    private final CallbackQueue queue;
    private final StatusPost post;

    @Inject
    Callbacks(OpenDsrRequests known, Requests requests, Answers answers, CallbackQueue queue, StatusPost post) {
        this.known = known;
        this.requests = requests;
        this.answers = answers;
        this.queue = queue;
        this.post = post;
    }

    void start(@Observes DatabaseReady ready, Rounds rounds) {
        rounds.recover("OpenDSR callback", queue::claimDue, this::send);
    }

    void on(@Observes RequestMoved moved) {
        if (NEWS.contains(moved.verb())) {
            known.of(moved).ifPresent(row -> {
                PrivacyRequest request = requests.find(moved.key()).orElseThrow();
                row.callbacks()
                        .forEach(url -> queue.add(moved.key(), url, Json.write(answers.status(row, request, url))));
            });
        }
    }

    private void send(CallbackRow callback) {
        if (post.taken(callback.url(), answers.headers(callback.body()), callback.body())) {
            queue.remove(callback);
        } else if (callback.timesAsked() < MOST_TRIES) {
            queue.postpone(callback);
        } else {
            LOG.log(Level.WARNING, "An OpenDSR callback was given up after {0} tries.", Integer.toString(MOST_TRIES));
            queue.remove(callback);
        }
    }
}
