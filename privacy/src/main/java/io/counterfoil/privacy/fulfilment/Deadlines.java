package io.counterfoil.privacy.fulfilment;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.domain.work.BackgroundWork;
import io.counterfoil.privacy.deadline.Elapsed;
import io.counterfoil.privacy.request.Actor;
import io.counterfoil.privacy.request.PrivacyRequest;
import io.counterfoil.privacy.request.RequestQueue;
import io.counterfoil.privacy.request.Requests;
import io.counterfoil.privacy.request.Times;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Tells people when half, four fifths and all of the time to answer have passed; drops what nobody has confirmed. */
@Singleton
final class Deadlines {

    private static final Duration ROUND = Duration.ofSeconds(30);

    /** As long as the longest-lived link, and a day. */
    private static final Duration PATIENCE = Duration.ofDays(15);

    private final Transactions transactions;
    private final RequestQueue queue;
    private final Requests requests;
    private final Times times;
    private final Event<Alarm> alarms;

    @Inject
    Deadlines(Transactions transactions, RequestQueue queue, Requests requests, Times times, Event<Alarm> alarms) {
        this.transactions = transactions;
        this.queue = queue;
        this.requests = requests;
        this.times = times;
        this.alarms = alarms;
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(ROUND, "privacy deadlines", this::look);
    }

    /** One round; several servers share it, and each step of each request is told once. */
    void look() {
        transactions.commit(() -> queue.ageing(times.now()).forEach(this::alarm));
        transactions.commit(() -> queue.neverVerified(times.now().minus(PATIENCE))
                .forEach(key -> requests.change(key, Actor.SYSTEM, "lapsed", request -> request.cancel(times.now()))));
    }

    private void alarm(MerchantScopedId key) {
        PrivacyRequest late = requests.change(
                key,
                Actor.SYSTEM,
                "alarmed",
                request -> request.alarm(Elapsed.percent(request.receivedAt(), request.dueAt(), times.now())));
        alarms.fire(new Alarm(
                "privacy_request_deadline",
                Optional.of(key.merchantId()),
                late.livemode(),
                late.text(),
                Map.of(
                        "type", late.type().text(),
                        "status", late.status().text(),
                        "percent", Integer.toString(late.alarmedPercent()),
                        "due_at", late.dueAt().toString())));
    }
}
