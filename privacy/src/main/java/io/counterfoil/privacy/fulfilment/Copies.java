package io.counterfoil.privacy.fulfilment;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.AccessLog;
import io.counterfoil.domain.personaldata.DataSubjects.Standing;
import io.counterfoil.privacy.customer.Customers;
import io.counterfoil.privacy.export.Exports;
import io.counterfoil.privacy.request.Actor;
import io.counterfoil.privacy.request.PrivacyRequest;
import io.counterfoil.privacy.request.Requests;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Copies: all that is kept about a person is opened, which is noted, and sealed again. */
@Singleton
final class Copies {

    private static final Set<String> EXPORT = Set.of("export");

    private final Transactions transactions;
    private final Requests requests;
    private final Exports exports;
    private final Customers customers;
    private final AccessLog log;

    @Inject
    Copies(Transactions transactions, Requests requests, Exports exports, Customers customers, AccessLog log) {
        this.transactions = transactions;
        this.requests = requests;
        this.exports = exports;
        this.customers = customers;
        this.log = log;
    }

    void make(PrivacyRequest request) {
        transactions.commit(() -> {
            List<UUID> people = present(request);
            log.note(
                    AccessLog.Opener.system(request.text()),
                    "privacy_export.make",
                    request.text(),
                    people.stream()
                            .map(customer -> new AccessLog.Opened(Deeds.subject(request, customer), EXPORT))
                            .toList());
            exports.make(request, people);
            requests.complete(request.key(), Actor.SYSTEM);
        });
    }

    /** Without what was erased meanwhile: no key opens it, and none seals a copy of it. */
    private List<UUID> present(PrivacyRequest request) {
        return request.customers().stream()
                .filter(customer -> {
                    Standing standing = customers.standing(Deeds.subject(request, customer));
                    return standing == Standing.PRESENT || standing == Standing.RESTRICTED;
                })
                .toList();
    }
}
