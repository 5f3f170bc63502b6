package io.counterfoil.privacy.opendsr;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.DataSubjects.Standing;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.privacy.customer.Customers;
import io.counterfoil.privacy.customer.EmailAddress;
import io.counterfoil.privacy.request.Actor;
import io.counterfoil.privacy.request.NewRequest;
import io.counterfoil.privacy.request.Origin;
import io.counterfoil.privacy.request.PrivacyRequest;
import io.counterfoil.privacy.request.RequestMoved;
import io.counterfoil.privacy.request.Requests;
import io.counterfoil.privacy.request.Times;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Requests that came by OpenDSR, by the ids that their senders gave them. */
@Singleton
final class OpenDsrRequests {

    private final Transactions transactions;
    private final Requests requests;
    private final Customers customers;
    private final Times times;

    @Inject
    OpenDsrRequests(Transactions transactions, Requests requests, Customers customers, Times times) {
        this.transactions = transactions;
        this.requests = requests;
        this.customers = customers;
        this.times = times;
    }

    /** A request and what its sender calls it. */
    record Known(OpenDsrRow row, PrivacyRequest request) {}

    /** Receives a request, inside the running transaction; the same id again is the same request. */
    Known receive(Incoming sent, Caller.MerchantKey caller, Actor actor) {
        Optional<Known> before = find(caller, sent.subjectRequestId().toString());
        if (before.isPresent()) {
            return before.get();
        }
        List<UUID> whose = sent.identities().stream()
                .flatMap(identity -> customers(identity, caller))
                .distinct()
                .toList();
        PrivacyRequest request = requests.receive(
                new NewRequest(
                        caller.merchant(),
                        caller.livemode(),
                        sent.type(),
                        sent.regime(),
                        Origin.OPENDSR,
                        whose,
                        Optional.empty(),
                        Locale.ENGLISH),
                actor);
        OpenDsrRow row = new OpenDsrRow(
                new OpenDsrRow.Key(caller.merchant(), caller.livemode(), sent.subjectRequestId()),
                request.key().id(),
                sent.callbacks(),
                times.now());
        transactions.session(session -> session.insert(row));
        return new Known(row, request);
    }

    Optional<Known> find(Caller.MerchantKey caller, String subjectRequestId) {
        try {
            OpenDsrRow.Key key =
                    new OpenDsrRow.Key(caller.merchant(), caller.livemode(), UUID.fromString(subjectRequestId));
            return transactions
                    .session(session -> Optional.ofNullable(session.get(OpenDsrRow.class, key)))
                    .flatMap(row -> requests.find(row.request()).map(request -> new Known(row, request)));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    /** Whoever hears of a request's steps. Index opendsr_request_request. */
    Optional<OpenDsrRow> of(RequestMoved moved) {
        return transactions.session(session -> session.createSelectionQuery(
                        "from OpenDsrRow where merchantId = :merchant and requestId = :request", OpenDsrRow.class)
                .setParameter("merchant", moved.key().merchantId())
                .setParameter("request", moved.key().id())
                .uniqueResultOptional());
    }

    Known cancel(Known known, Actor actor) {
        return new Known(known.row(), requests.cancel(known.request().key(), actor));
    }

    private Stream<UUID> customers(Incoming.Identity identity, Caller.MerchantKey caller) {
        if (identity.type().equals("email")) {
            if (!EmailAddress.valid(identity.value())) {
                throw Problem.invalid("subject_identities", "An identity of type email must be an e-mail address.");
            }
            return customers.withEmail(caller.merchant(), caller.livemode(), identity.value()).stream()
                    .map(DataSubject::customer);
        }
        return IdKind.CUSTOMER
                .parse(identity.value())
                .filter(id -> customers.standing(new DataSubject(caller.merchant(), caller.livemode(), id))
                        != Standing.UNKNOWN)
                .stream();
    }
}
