package io.counterfoil.app.wiring;

import io.counterfoil.monitoring.incident.AffectedPeople;
import io.counterfoil.privacy.accesslog.Looks;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;

/** Incidents ask the access log whose data somebody has opened. */
@Singleton
final class PeopleOfAccessLog implements AffectedPeople {

    private final Looks looks;

    @Inject
    PeopleOfAccessLog(Looks looks) {
        this.looks = looks;
    }

    @Override
    public Reach of(UUID merchant, boolean livemode, String actor, Instant from, Instant to) {
        Looks.Count count = looks.by(merchant, livemode, actor, from, to);
        return new Reach(count.subjects(), count.records());
    }
}
