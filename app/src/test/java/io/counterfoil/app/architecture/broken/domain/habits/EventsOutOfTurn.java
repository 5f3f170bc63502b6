package io.counterfoil.app.architecture.broken.domain.habits;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

class EventsOutOfTurn {

    void fires(Event<String> event) {
        event.fireAsync("happened");
    }

    void reacts(@Observes(during = TransactionPhase.BEFORE_COMPLETION) String happened) {}

    /** Innocent: inside the transaction, and a hint after it. */
    void innocent(@Observes String happened, Event<String> event) {
        event.fire(happened);
    }

    void alsoInnocent(@Observes(during = TransactionPhase.AFTER_SUCCESS) String happened) {}
}
