package io.counterfoil.privacy.fulfilment;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.privacy.customer.Customers;
import io.counterfoil.privacy.request.Actor;
import io.counterfoil.privacy.request.PrivacyRequest;
import io.counterfoil.privacy.request.Requests;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;

/** What each type of request makes of the data. */
@Singleton
final class Deeds {

    private final Transactions transactions;
    private final Requests requests;
    private final Copies copies;
    private final Erasing erasing;
    private final Customers customers;

    @Inject
    Deeds(Transactions transactions, Requests requests, Copies copies, Erasing erasing, Customers customers) {
        this.transactions = transactions;
        this.requests = requests;
        this.copies = copies;
        this.erasing = erasing;
        this.customers = customers;
    }

    /** Does what a request wants, or as much of it as can be done now. */
    void of(PrivacyRequest request) {
        switch (request.type()) {
            case ACCESS, PORTABILITY -> copies.make(request);
            case ERASURE -> erasing.erase(request);
            case RESTRICTION -> restrict(request);
            case RECTIFICATION ->
                requests.change(request.key(), Actor.SYSTEM, "handed_over", PrivacyRequest::waitForPerson);
        }
    }

    private void restrict(PrivacyRequest request) {
        transactions.commit(() -> {
            request.customers().forEach(customer -> customers.restrict(subject(request, customer), true));
            requests.complete(request.key(), Actor.SYSTEM);
        });
    }

    static DataSubject subject(PrivacyRequest request, UUID customer) {
        return new DataSubject(request.key().merchantId(), request.livemode(), customer);
    }
}
