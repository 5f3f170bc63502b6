package io.counterfoil.privacy.fulfilment;

import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.privacy.erasure.LivingPeople;
import io.counterfoil.privacy.request.RequestMoved;
import io.counterfoil.privacy.request.RequestStatus;
import io.counterfoil.privacy.request.RequestType;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** People whose erasure is refused: no server that began it and died makes them disappear later. */
@Singleton
final class Spared {

    private final LivingPeople people;

    @Inject
    Spared(LivingPeople people) {
        this.people = people;
    }

    void refused(@Observes RequestMoved moved) {
        if (moved.type() == RequestType.ERASURE && moved.status() == RequestStatus.REFUSED) {
            moved.customers()
                    .forEach(customer ->
                            people.spare(new DataSubject(moved.key().merchantId(), moved.livemode(), customer)));
        }
    }
}
