package io.counterfoil.domain.apikey;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Scopes;
import io.counterfoil.domain.secret.Token;
import io.counterfoil.domain.signal.Actor;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;

/** All API keys. What changes one locks its row first: two acts on one key come one after the other. */
@Singleton
public final class ApiKeys {

    private final Transactions transactions;
    private final ApiKeySecrets secrets;
    private final InstantSource time;
    private final Ids ids;
    private final ApiKeyRules rules;
    private final Event<Object> events;

    @Inject
    ApiKeys(
            Transactions transactions,
            ApiKeySecrets secrets,
            InstantSource time,
            Ids ids,
            ApiKeyRules rules,
            Event<Object> events) {
        this.transactions = transactions;
        this.secrets = secrets;
        this.time = time;
        this.ids = ids;
        this.rules = rules;
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
        return create(Reach.ALL, wanted, Actor.SERVER).secret().reveal();
    }

    /**
     * Makes a key.
     *
     * @throws Problem 403 when a restricted key asks for more than it has itself
     */
    Made create(Reach reach, NewApiKey wanted, Actor actor) {
        return transactions.session(session -> {
            Made made = insert(session, within(session, reach, wanted), actor);
            UUID id = made.key().id();
            events.fire(new ApiKeyCreated(wanted.merchant(), wanted.livemode(), id));
            audit(actor, made.key(), "api_key.created", Map.of());
            return made;
        });
    }

    /**
     * Makes a successor; the old key works on for the overlap.
     *
     * @throws Problem 404 when there is no such key, 409 when it no longer works or has a successor already, 400 for a live
     *     key where there can be none
     */
    Made roll(Reach reach, UUID id, Duration overlap, Actor actor) {
        return transactions.session(session -> {
            ApiKey old = locked(session, reach, id);
            Instant now = time.instant();
            if (!old.worksAt(now)) {
                throw Problem.conflict("api_key_inactive", "This key was revoked or has expired. Create a new one.");
            }
            if (old.hasSuccessor()) {
                throw Problem.conflict("api_key_rolled", "This key was rolled before. Roll its successor.");
            }
            Made made = insert(session, within(session, reach, old.successor()), actor);
            UUID successor = made.key().id();
            old.endFor(successor, now.plus(overlap));
            session.update(old);
            events.fire(new ApiKeyRolled(old.merchant(), old.livemode(), id, successor));
            audit(actor, old, "api_key.rolled", Map.of("successor", IdKind.API_KEY.text(successor)));
            return made;
        });
    }

    /**
     * Ends a key at once and for good; ending it again changes nothing.
     *
     * @throws Problem 404 when there is no such key
     */
    ApiKey revoke(Reach reach, UUID id, Actor actor) {
        return transactions.session(session -> {
            ApiKey key = locked(session, reach, id);
            if (!key.revoked()) {
                revoke(session, key, Optional.empty(), actor);
            }
            return key;
        });
    }

    /**
     * Ends a key whose secret others may hold, at once and for good, and remembers why; in the running transaction or in
     * one of its own.
     *
     * @return whether it worked until now
     * @throws Problem 404 when there is no such key
     */
    public boolean expose(UUID id, Exposure exposure, Actor actor) {
        return transactions.session(session -> {
            ApiKey key = locked(session, Reach.ALL, id);
            boolean worked = key.worksAt(time.instant());
            key.expose(exposure.source(), time.instant());
            if (key.revoked()) {
                session.update(key);
            } else {
                revoke(session, key, Optional.of(exposure), actor);
            }
            return worked;
        });
    }

    /** Whose key it is. */
    public record Owner(UUID merchant, boolean livemode) {}

    /** Whose key this is; empty when there is none of this id. */
    public Optional<Owner> owner(UUID id) {
        return transactions.session(session -> session.createSelectionQuery("from ApiKey where id = :id", ApiKey.class)
                .setParameter("id", id)
                .uniqueResultOptional()
                .map(key -> new Owner(key.merchant(), key.livemode())));
    }

    /** Makes a key like one that was exposed, in its place. */
    Made replace(UUID id, Actor actor) {
        return transactions.session(session -> {
            ApiKey old = locked(session, Reach.ALL, id);
            Made made = insert(session, old.successor(), actor);
            UUID successor = made.key().id();
            old.endFor(successor, time.instant());
            session.update(old);
            events.fire(new ApiKeyRolled(old.merchant(), old.livemode(), id, successor));
            audit(actor, old, "api_key.replaced", Map.of("successor", IdKind.API_KEY.text(successor)));
            return made;
        });
    }

    /** Keys of one merchant and mode that work now and may collect the secret of a reissued key. */
    List<UUID> collectors(UUID merchant, boolean livemode) {
        Instant now = time.instant();
        return transactions.session(session -> session.createSelectionQuery(
                        "from ApiKey where merchantId = :merchant and livemode = :livemode and revokedAt is null"
                                + " order by id",
                        ApiKey.class)
                .setParameter("merchant", merchant)
                .setParameter("livemode", livemode)
                .getResultStream()
                .filter(key -> key.worksAt(now))
                .filter(key -> key.scopes().isEmpty() || Scopes.cover(key.scopes(), "api_keys:write"))
                .map(ApiKey::id)
                .toList());
    }

    /** Keys that were made with a key: whoever held it may hold them. */
    List<UUID> madeWith(UUID merchant, UUID maker) {
        return transactions.session(session -> session.createSelectionQuery(
                        "select id from ApiKey where merchantId = :merchant and createdBy = :maker and revokedAt is null"
                                + " order by id",
                        UUID.class)
                .setParameter("merchant", merchant)
                .setParameter("maker", IdKind.API_KEY.text(maker))
                .getResultList());
    }

    /**
     * A restricted key collects what it could have made itself, and nothing better.
     *
     * @throws Problem 403 that names what is beyond it
     */
    void demandWithin(Reach reach, ApiKey key) {
        transactions.session(session -> within(session, reach, key.successor()));
    }

    /** Writes down that the secret of a reissued key was handed over. */
    void collected(ApiKey key, Actor actor) {
        audit(actor, key, "api_key.collected", Map.of());
    }

    /** A key of the caller's own merchant and mode, as it is. */
    Optional<ApiKey> find(Reach reach, UUID id) {
        return transactions.session(session -> session.createSelectionQuery("from ApiKey where id = :id", ApiKey.class)
                .setParameter("id", id)
                .uniqueResultOptional()
                .filter(key -> reach.holds(key.merchant(), key.livemode())));
    }

    /** Notes that a key was seen where others could read it, though it goes on working. */
    void seenInPlain(UUID id) {
        transactions.session(session -> {
            ApiKey key = locked(session, Reach.ALL, id);
            key.seenInPlain(time.instant());
            session.update(key);
            return key;
        });
    }

    boolean works(ApiKey key) {
        return key.worksAt(time.instant());
    }

    /** Finds a key by its secret, however long it has been dead; empty when it never was one of ours. */
    Optional<ApiKey> bySecret(String text) {
        return secrets.parse(text)
                .map(secrets::hash)
                .flatMap(hash -> transactions
                        .session(session -> session.createSelectionQuery(
                                        "from ApiKey where secretHash = :hash", ApiKey.class)
                                .setParameter("hash", hash)
                                .uniqueResultOptional())
                        .filter(key -> key.hasHash(hash)));
    }

    private void revoke(StatelessSession session, ApiKey key, Optional<Exposure> exposure, Actor actor) {
        key.revoke(time.instant());
        session.update(key);
        events.fire(new ApiKeyRevoked(key.merchant(), key.livemode(), key.id(), exposure));
        audit(
                actor,
                key,
                "api_key.revoked",
                exposure.map(how -> Map.of("exposed_by", how.source())).orElse(Map.of()));
    }

    /** Whether a key of that mode can be made on this server. */
    boolean canMake(boolean livemode) {
        return rules.impossible(livemode).isEmpty();
    }

    private Made insert(StatelessSession session, NewApiKey wanted, Actor actor) {
        rules.demandPossible(wanted.livemode());
        Token secret = secrets.random(wanted.livemode(), wanted.restricted());
        ApiKey key = new ApiKey(ids.next(), wanted, secret, secrets.hash(secret), time.instant(), actor.id());
        session.insert(key);
        return new Made(key, secret);
    }

    /** A restricted key must not make itself a better one. */
    private static NewApiKey within(StatelessSession session, Reach reach, NewApiKey wanted) {
        return reach.restrictedMaker()
                .map(maker -> session.get(ApiKey.class, new MerchantScopedId(wanted.merchant(), maker)))
                .map(maker -> wanted.within(maker.successor()))
                .orElse(wanted);
    }

    private void audit(Actor actor, ApiKey key, String action, Map<String, String> more) {
        Map<String, String> facts = new LinkedHashMap<>(more);
        facts.put("livemode", Boolean.toString(key.livemode()));
        events.fire(actor.did(key.merchant(), action, IdKind.API_KEY.text(key.id()), facts));
    }

    private static ApiKey locked(StatelessSession session, Reach reach, UUID id) {
        UUID merchant = reach.owner()
                .map(own -> own.merchant())
                .or(() -> session.createSelectionQuery("select merchantId from ApiKey where id = :id", UUID.class)
                        .setParameter("id", id)
                        .uniqueResultOptional())
                .orElseThrow(Problem::notFound);
        return Optional.ofNullable(
                        session.get(ApiKey.class, new MerchantScopedId(merchant, id), LockMode.PESSIMISTIC_WRITE))
                .filter(key -> reach.holds(key.merchant(), key.livemode()))
                .orElseThrow(Problem::notFound);
    }
}
