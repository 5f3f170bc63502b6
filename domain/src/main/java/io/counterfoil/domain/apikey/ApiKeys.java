package io.counterfoil.domain.apikey;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.secret.Token;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;

/** All API keys. */
@Singleton
public final class ApiKeys {

    private final Transactions transactions;
    private final ApiKeySecrets secrets;
    private final InstantSource time;
    private final Ids ids;
    private final Event<Object> events;

    @Inject
    public ApiKeys(
            Transactions transactions, ApiKeySecrets secrets, InstantSource time, Ids ids, Event<Object> events) {
        this.transactions = transactions;
        this.secrets = secrets;
        this.time = time;
        this.ids = ids;
        this.events = events;
    }

    /** A key that was just made, and its secret, which is to be had only now. */
    record Made(ApiKey key, Token secret) {

        ApiKey.View shownOnce() {
            return key.view().revealing(secret);
        }
    }

    /** Makes a key and gives its secret, for the one place that hands it to a person. */
    public String createAndReveal(NewApiKey wanted) {
        return create(wanted).secret().reveal();
    }

    Made create(NewApiKey wanted) {
        return transactions.session(session -> {
            Made made = insert(session, wanted);
            events.fire(new ApiKeyCreated(
                    wanted.merchant(), wanted.livemode(), made.key().id()));
            return made;
        });
    }

    /**
     * Makes a successor; the old key works on for the overlap.
     *
     * @throws Problem 404 when there is no such key, 409 when it no longer works
     */
    Made roll(UUID merchant, UUID id, Duration overlap) {
        return transactions.session(session -> {
            ApiKey old = demand(session, merchant, id);
            Instant now = time.instant();
            if (!old.worksAt(now)) {
                throw Problem.conflict("api_key_inactive", "This key was revoked or has expired. Create a new one.");
            }
            Made made = insert(session, old.successor());
            old.expireAt(now.plus(overlap));
            session.update(old);
            events.fire(
                    new ApiKeyRolled(merchant, old.livemode(), id, made.key().id()));
            return made;
        });
    }

    /**
     * Ends a key at once and for good; ending it again changes nothing.
     *
     * @throws Problem 404 when there is no such key
     */
    ApiKey revoke(UUID merchant, UUID id) {
        return transactions.session(session -> {
            ApiKey key = demand(session, merchant, id);
            if (key.worksAt(time.instant())) {
                key.revoke(time.instant());
                session.update(key);
                events.fire(new ApiKeyRevoked(merchant, key.livemode(), id));
            }
            return key;
        });
    }

    /** Finds the merchant of a key by its id alone, for operators. */
    Optional<UUID> merchantOf(UUID id) {
        return transactions.session(
                session -> session.createSelectionQuery("select merchantId from ApiKey where id = :id", UUID.class)
                        .setParameter("id", id)
                        .uniqueResultOptional());
    }

    private Made insert(StatelessSession session, NewApiKey wanted) {
        Token secret = secrets.random(wanted.livemode(), wanted.restricted());
        ApiKey key = new ApiKey(ids.next(), wanted, secret, secrets.hash(secret), time.instant());
        session.insert(key);
        return new Made(key, secret);
    }

    private static ApiKey demand(StatelessSession session, UUID merchant, UUID id) {
        return Optional.ofNullable(session.get(ApiKey.class, new MerchantScopedId(merchant, id)))
                .orElseThrow(Problem::notFound);
    }
}
