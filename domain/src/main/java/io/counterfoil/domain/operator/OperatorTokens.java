package io.counterfoil.domain.operator;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.secret.Token;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.domain.signal.AuditedAct;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;

/** All operator tokens. */
@Singleton
public final class OperatorTokens {

    private final Transactions transactions;
    private final OperatorSecrets secrets;
    private final InstantSource time;
    private final Ids ids;
    private final Event<AuditedAct> acts;

    @Inject
    public OperatorTokens(
            Transactions transactions, OperatorSecrets secrets, InstantSource time, Ids ids, Event<AuditedAct> acts) {
        this.transactions = transactions;
        this.secrets = secrets;
        this.time = time;
        this.ids = ids;
        this.acts = acts;
    }

    /** A token that was just made, and its secret, which is to be had only now. */
    record Made(OperatorToken token, Token secret) {}

    /** Makes a token that lasts and gives its secret, for the one place that hands it to a person. */
    public String createAndReveal(String name, Set<Caller.Role> roles) {
        return create(new NewOperatorToken(name, roles, Optional.empty()), Actor.SERVER)
                .secret()
                .reveal();
    }

    Made create(NewOperatorToken wanted, Actor actor) {
        return transactions.session(session -> {
            Token secret = secrets.random();
            OperatorToken token = new OperatorToken(
                    ids.next(), wanted, secret.lastFour(), secrets.hash(secret), time.instant(), actor.id());
            session.insert(token);
            audit(actor, token, "operator_token.created");
            return new Made(token, secret);
        });
    }

    /**
     * Ends a token at once and for good; ending it again changes nothing.
     *
     * @throws Problem 404 when there is no such token, 409 when nobody would be left who can make tokens
     */
    OperatorToken revoke(UUID id, Actor actor) {
        return transactions.session(session -> {
            List<OperatorToken> working = working(session, LockMode.PESSIMISTIC_WRITE);
            OperatorToken token =
                    Optional.ofNullable(session.get(OperatorToken.class, id)).orElseThrow(Problem::notFound);
            if (!token.revoked()) {
                if (token.worksAt(time.instant())
                        && working.stream().noneMatch(other -> !other.id().equals(id) && other.mayMakeTokens())) {
                    throw Problem.conflict(
                            "last_operator", "This is the last token with the role operator. Make another one first.");
                }
                token.revoke(time.instant());
                session.update(token);
                audit(actor, token, "operator_token.revoked");
            }
            return token;
        });
    }

    /** Whether there ever was any: on a database where there was none, nobody has started before. */
    public boolean any() {
        return transactions.session(
                        session -> session.createSelectionQuery("select count(*) from OperatorToken", Long.class)
                                .getSingleResult())
                > 0;
    }

    /** Whether somebody can make tokens for the others. */
    public boolean anyInOffice() {
        return transactions.session(
                session -> working(session, LockMode.NONE).stream().anyMatch(OperatorToken::mayMakeTokens));
    }

    /** A token that others have seen, and whether it worked until now. */
    public record Exposed(UUID id, boolean worked) {}

    /** Ends the token with this secret, were it the last one: the next start makes another. */
    public Optional<Exposed> expose(String secret, Actor actor) {
        return transactions.session(session -> bySecret(session, secret).map(token -> {
            boolean worked = token.worksAt(time.instant());
            if (!token.revoked()) {
                token.revoke(time.instant());
                session.update(token);
                audit(actor, token, "operator_token.revoked");
            }
            return new Exposed(token.id(), worked);
        }));
    }

    /** The token that works, where there is one only. */
    public Optional<UUID> only() {
        return transactions.session(session -> {
            List<OperatorToken> working = working(session, LockMode.NONE);
            return working.size() == 1 ? Optional.of(working.get(0).id()) : Optional.empty();
        });
    }

    /** Whether there is, or was, such a token. */
    public boolean exists(UUID id) {
        return transactions.session(session -> session.get(OperatorToken.class, id) != null);
    }

    /** Ends a token that others may have, were it the last one; one that has ended stays so. */
    public void expose(UUID id, Actor actor) {
        transactions.session(session -> {
            OperatorToken token = session.get(OperatorToken.class, id, LockMode.PESSIMISTIC_WRITE);
            if (token != null && !token.revoked()) {
                token.revoke(time.instant());
                session.update(token);
                audit(actor, token, "operator_token.revoked");
            }
            return token != null;
        });
    }

    /** Notes that a working token was seen where others could read it. */
    public Optional<UUID> noteSeenInPlain(String secret) {
        return transactions.session(session -> bySecret(session, secret)
                .filter(token -> token.worksAt(time.instant()))
                .map(token -> {
                    token.seenInPlain(time.instant());
                    session.update(token);
                    return token.id();
                }));
    }

    private Optional<OperatorToken> bySecret(StatelessSession session, String text) {
        return secrets.parse(text)
                .map(secrets::hash)
                .flatMap(hash -> session.createSelectionQuery(
                                "from OperatorToken where secretHash = :hash", OperatorToken.class)
                        .setParameter("hash", hash)
                        .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
                        .uniqueResultOptional());
    }

    List<OperatorToken> page(PageRequest page) {
        return transactions.session(session -> session.createSelectionQuery(
                        page.backwards()
                                ? "from OperatorToken where id > :cursor order by id"
                                : "from OperatorToken where id < :cursor order by id desc",
                        OperatorToken.class)
                .setParameter("cursor", page.cursor())
                .setMaxResults(page.rows())
                .getResultList());
    }

    private List<OperatorToken> working(StatelessSession session, LockMode lock) {
        return session
                .createSelectionQuery("from OperatorToken where revokedAt is null order by id", OperatorToken.class)
                .setHibernateLockMode(lock)
                .getResultList()
                .stream()
                .filter(token -> token.worksAt(time.instant()))
                .toList();
    }

    private void audit(Actor actor, OperatorToken token, String action) {
        acts.fire(new AuditedAct(
                Optional.empty(),
                actor.id(),
                action,
                IdKind.OPERATOR_TOKEN.text(token.id()),
                "done",
                actor.address(),
                Map.of("roles", String.join(" ", token.view(null).roles()))));
    }
}
