package io.counterfoil.privacy.fulfilment;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.payment.UnsettledPayments;
import io.counterfoil.privacy.certificate.Certificates;
import io.counterfoil.privacy.erasure.Erased;
import io.counterfoil.privacy.erasure.Erasure;
import io.counterfoil.privacy.erasure.LivingPeople;
import io.counterfoil.privacy.request.Actor;
import io.counterfoil.privacy.request.PrivacyRequest;
import io.counterfoil.privacy.request.Requests;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Erasures: at once where all is settled, else as soon as it is; with a certificate. */
@Singleton
final class Erasing {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final Transactions transactions;
    private final Requests requests;
    private final Erasure erasure;
    private final Certificates certificates;
    private final UnsettledPayments unsettled;
    private final LivingPeople people;

    @Inject
    Erasing(
            Transactions transactions,
            Requests requests,
            Erasure erasure,
            Certificates certificates,
            UnsettledPayments unsettled,
            LivingPeople people) {
        this.transactions = transactions;
        this.requests = requests;
        this.erasure = erasure;
        this.certificates = certificates;
        this.unsettled = unsettled;
        this.people = people;
    }

    void erase(PrivacyRequest request) {
        Optional<Instant> open = request.customers().stream()
                .flatMap(customer -> unsettled.openUntil(Deeds.subject(request, customer)).stream())
                .max(Instant::compareTo);
        if (open.isPresent()) {
            // a server that died in the middle of it may have left a line in the ledger, which must not be replayed yet
            transactions.commit(() -> {
                request.customers().forEach(customer -> people.spare(Deeds.subject(request, customer)));
                requests.defer(request.key(), open.get(), LOOK_AGAIN);
            });
            return;
        }
        transactions.commit(() -> {
            PrivacyRequest completed = requests.complete(request.key(), Actor.SYSTEM);
            Map<UUID, Erased> erased = new LinkedHashMap<>();
            request.customers()
                    .forEach(customer -> erased.put(
                            customer,
                            erasure.erase(
                                    Deeds.subject(request, customer), Actor.SYSTEM.name(), Actor.SYSTEM.address())));
            certificates.issue(completed, erased);
        });
    }
}
