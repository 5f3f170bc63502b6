package io.counterfoil.app.wiring;

import io.counterfoil.monitoring.trace.AffectedPeople;
import io.counterfoil.privacy.accesslog.Looks;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** Whoever looks back asks the access log whose data somebody has opened. */
@Singleton
final class PeopleOfAccessLog implements AffectedPeople {

    private final Looks looks;

    @Inject
    PeopleOfAccessLog(Looks looks) {
        this.looks = looks;
    }

    @Override
    public Found by(Optional<Owner> owner, String actor, Instant from, Instant to, int mostPeople) {
        Looks.Found found =
                looks.by(owner.map(one -> new Looks.Of(one.merchant(), one.livemode())), actor, from, to, mostPeople);
        return new Found(
                found.owners().stream()
                        .map(one -> new Reach(
                                new Owner(one.merchant(), one.livemode()),
                                one.subjects(),
                                one.records(),
                                one.unmasked()))
                        .toList(),
                found.people().stream()
                        .map(one -> new Person(new Owner(one.merchant(), one.livemode()), one.customer(), one.fields()))
                        .toList(),
                found.fields());
    }
}
