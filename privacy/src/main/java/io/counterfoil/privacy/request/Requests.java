package io.counterfoil.privacy.request;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.LockMode;

/** All requests. Each step is one transaction on the locked row: two callers never take the same one. */
@Singleton
public final class Requests {

    private final Transactions transactions;
    private final Ids ids;
    private final Times times;
    private final Confidences confidences;
    private final Announcements announcements;

    @Inject
    public Requests(
            Transactions transactions, Ids ids, Times times, Confidences confidences, Announcements announcements) {
        this.transactions = transactions;
        this.ids = ids;
        this.times = times;
        this.confidences = confidences;
        this.announcements = announcements;
    }

    /** Receives a request; one that the person did not send is verified by whoever did. */
    public PrivacyRequest receive(NewRequest wanted, Actor actor) {
        PrivacyRequest request = new PrivacyRequest(
                new MerchantScopedId(wanted.merchant(), ids.next()),
                wanted.livemode(),
                wanted.type(),
                wanted.origin(),
                wanted.regime(),
                times.now());
        request.language = wanted.language().getLanguage();
        wanted.email().ifPresent(address -> confidences.keepEmail(request, address));
        if (wanted.origin() != Origin.SUBJECT) {
            request.verify(times.now(), times.grace(), wanted.customers());
        }
        return transactions.session(session -> {
            session.insert(request);
            announcements.tell(request, actor, "received");
            return request;
        });
    }

    /** The requester has proved who they are: the request is about these customers, or nobody that is kept here. */
    public PrivacyRequest verify(MerchantScopedId key, List<UUID> customers) {
        return change(key, Actor.SUBJECT, "verified", request -> request.verify(times.now(), times.grace(), customers));
    }

    /** What was asked for is done, inside the running transaction. */
    public PrivacyRequest complete(MerchantScopedId key, Actor actor) {
        return change(key, actor, "completed", request -> request.complete(times.now()));
    }

    /** Takes a request back. */
    public PrivacyRequest cancel(MerchantScopedId key, Actor actor) {
        return change(key, actor, "cancelled", request -> request.cancel(times.now()));
    }

    /** It can't be done yet. Told once for each date; looking again is no news. */
    public void defer(MerchantScopedId key, Instant until, Duration lookAgain) {
        transactions.session(session -> {
            PrivacyRequest request = session.get(PrivacyRequest.class, key, LockMode.PESSIMISTIC_WRITE);
            boolean news = request.deferredUntil().isEmpty();
            request.defer(until, times.now().plus(lookAgain));
            session.update(request);
            if (news) {
                announcements.tell(request, Actor.SYSTEM, "deferred");
            }
            return true;
        });
    }

    /**
     * Takes a step.
     *
     * @param verb what the audit calls it, such as {@code extended}
     * @throws Problem when there is no such request, or it is in a state from which the step is not allowed
     */
    public PrivacyRequest change(MerchantScopedId key, Actor actor, String verb, Consumer<PrivacyRequest> step) {
        return transactions.session(session -> {
            PrivacyRequest request = Optional.ofNullable(
                            session.get(PrivacyRequest.class, key, LockMode.PESSIMISTIC_WRITE))
                    .orElseThrow(Problem::notFound);
            step.accept(request);
            session.update(request);
            announcements.tell(request, actor, verb);
            return request;
        });
    }

    /** It failed, and is tried again. One that has ended meanwhile, on another server, stays so, and nobody hears of it. */
    public Optional<PrivacyRequest> stick(MerchantScopedId key, Consumer<PrivacyRequest> step) {
        return transactions.session(
                session -> Optional.ofNullable(session.get(PrivacyRequest.class, key, LockMode.PESSIMISTIC_WRITE))
                        .filter(request -> request.status().open())
                        .map(request -> change(key, Actor.SYSTEM, "stuck", step)));
    }

    /** The address is needed no longer; its key goes with it, inside the running transaction. */
    public void forgetAddress(MerchantScopedId key) {
        transactions.session(session -> {
            PrivacyRequest request = session.get(PrivacyRequest.class, key, LockMode.PESSIMISTIC_WRITE);
            if (request != null) {
                confidences.forgetEmail(request);
                session.update(request);
            }
            return true;
        });
    }

    public Optional<PrivacyRequest> find(MerchantScopedId key) {
        return transactions.session(session -> Optional.ofNullable(session.get(PrivacyRequest.class, key)));
    }

    /** The one that a text names, whoever's it is. Index request_id. */
    public Optional<PrivacyRequest> findAnywhere(String text) {
        return IdKind.PRIVACY_REQUEST
                .parse(text)
                .flatMap(id -> transactions.session(session -> session.createSelectionQuery(
                                "from PrivacyRequest where id = :id", PrivacyRequest.class)
                        .setParameter("id", id)
                        .uniqueResultOptional()));
    }

    /** From one address: those that are open, and those that were taken back within a day; oldest first. Index request_email. */
    public List<PrivacyRequest> from(UUID merchant, boolean livemode, String address) {
        return transactions.session(session -> session.createSelectionQuery(
                        "from PrivacyRequest where merchantId = :merchant and emailIndex = :index order by id",
                        PrivacyRequest.class)
                .setParameter("merchant", merchant)
                .setParameter("index", confidences.index(merchant, livemode, address))
                .getResultList());
    }
}
