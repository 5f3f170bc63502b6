package io.counterfoil.webhooks.endpoint;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.domain.signal.AuditedAct;
import io.counterfoil.webhooks.signing.Signer;
import io.counterfoil.webhooks.signing.Signers;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** All endpoints. */
@Singleton
public final class Endpoints {

    private static final int MOST = 100;

    private static final String NEW_STATE = """
        INSERT INTO webhooks.endpoint_state (merchant_id, endpoint_id) VALUES (?, ?)\
        """;

    private static final String FRESH_STATE = """
        UPDATE webhooks.endpoint_state SET failures = 0, failing_since = NULL, hold_until = '-infinity'
        WHERE merchant_id = ? AND endpoint_id = ?\
        """;

    private static final String DISABLE = """
        UPDATE webhooks.endpoint SET status = 'disabled', disabled_reason = ?
        WHERE merchant_id = ? AND id = ? AND status = 'enabled'
        RETURNING livemode\
        """;

    /** Primary key endpoint_pkey. The same choice as where an event is fanned out. */
    private static final String TAKING = """
        SELECT count(*) FROM webhooks.endpoint
        WHERE merchant_id = ? AND livemode = ? AND status = 'enabled'
          AND string_to_array(event_types, ' ') && string_to_array(?, ' ')\
        """;

    private final Transactions transactions;
    private final Signers signers;
    private final SealedText sealed;
    private final Event<EndpointDisabled> disabled;
    private final Event<AuditedAct> audited;

    @Inject
    public Endpoints(
            Transactions transactions,
            Signers signers,
            SealedText sealed,
            Event<EndpointDisabled> disabled,
            Event<AuditedAct> audited) {
        this.transactions = transactions;
        this.signers = signers;
        this.sealed = sealed;
        this.disabled = disabled;
        this.audited = audited;
    }

    /**
     * Stores a new endpoint with its first signer, inside the running transaction.
     *
     * @throws Problem 409 when the merchant has too many
     */
    Signer create(Endpoint endpoint, Actor actor) {
        return transactions.session(session -> {
            long existing = session.createSelectionQuery(
                            "select count(*) from Endpoint where merchantId = :merchant and livemode = :livemode",
                            Long.class)
                    .setParameter("merchant", endpoint.merchantId)
                    .setParameter("livemode", endpoint.livemode)
                    .getSingleResult();
            if (existing >= MOST) {
                throw Problem.conflict("too_many_endpoints", "There are " + MOST + " endpoints. Delete one first.");
            }
            session.insert(endpoint);
            transactions.sql().update(NEW_STATE, endpoint.merchantId, endpoint.id);
            audit(actor, endpoint.merchantId, "webhook_endpoint.created", endpoint.id, Map.of());
            return signers.create(endpoint.merchantId, endpoint.id);
        });
    }

    /**
     * Changes an endpoint. One that is enabled again starts afresh.
     *
     * @throws Problem 404 when there is no such endpoint
     */
    Endpoint change(Caller.MerchantKey of, UUID id, Actor actor, Consumer<Endpoint> how) {
        UUID merchant = of.merchant();
        return transactions.session(session -> {
            Endpoint endpoint = demand(session, merchant, of.livemode(), id);
            String before = endpoint.status;
            how.accept(endpoint);
            session.update(endpoint);
            audit(actor, merchant, "webhook_endpoint.changed", id, Map.of("status", endpoint.status));
            if (!endpoint.status.equals(before)) {
                if (endpoint.status.equals(Endpoint.ENABLED)) {
                    transactions.sql().update(FRESH_STATE, merchant, id);
                } else {
                    disabled.fire(new EndpointDisabled(merchant, of.livemode(), id, "by_merchant"));
                }
            }
            return endpoint;
        });
    }

    /**
     * Deletes an endpoint, and what waited for it is given up.
     *
     * @throws Problem 404 when there is no such endpoint
     */
    void delete(Caller.MerchantKey of, UUID id, Actor actor) {
        UUID merchant = of.merchant();
        transactions.session(session -> {
            Endpoint endpoint = demand(session, merchant, of.livemode(), id);
            disabled.fire(new EndpointDisabled(merchant, of.livemode(), id, "deleted"));
            audit(actor, merchant, "webhook_endpoint.deleted", id, Map.of());
            session.delete(endpoint);
            return true;
        });
    }

    /** Disables an endpoint that no longer takes deliveries, inside the running transaction; once. */
    public void disable(UUID merchant, UUID id, String reason) {
        transactions
                .sql()
                .first(DISABLE, row -> row.getBoolean(1), reason, merchant, id)
                .ifPresent(livemode -> {
                    disabled.fire(new EndpointDisabled(merchant, livemode, id, reason));
                    audit(Actor.SERVER, merchant, "webhook_endpoint.disabled", id, Map.of("reason", reason));
                });
    }

    /** Whose endpoint it is. */
    public record Owner(UUID merchant, boolean livemode) {}

    /** Whose endpoint this is; empty when there is none of this id. */
    public Optional<Owner> owner(UUID id) {
        return transactions.session(
                session -> session.createSelectionQuery("from Endpoint where id = :id", Endpoint.class)
                        .setParameter("id", id)
                        .uniqueResultOptional()
                        .map(endpoint -> new Owner(endpoint.merchantId, endpoint.livemode)));
    }

    /** How many endpoints of a merchant an event of a type goes to now, inside the running transaction. */
    public int taking(UUID merchant, boolean livemode, String type) {
        return transactions
                .sql()
                .first(TAKING, row -> row.getInt(1), merchant, livemode, String.join(" ", EventTypes.patterns(type)))
                .orElse(0);
    }

    /** Ends every secret of an endpoint at once, in the running transaction; the merchant collects the new one. */
    public void replaceSecret(UUID merchant, UUID id, Actor actor) {
        signers.replace(merchant, id);
        audit(actor, merchant, "webhook_endpoint.secret_replaced", id, Map.of());
    }

    /** Whether there is such an endpoint, and whether it is enabled; empty where there is none. */
    public Optional<Boolean> enabled(UUID merchant, boolean livemode, UUID id) {
        return find(merchant, livemode, id).map(endpoint -> endpoint.status.equals(Endpoint.ENABLED));
    }

    Optional<Endpoint> find(UUID merchant, boolean livemode, UUID id) {
        return transactions
                .session(
                        session -> Optional.ofNullable(session.get(Endpoint.class, new MerchantScopedId(merchant, id))))
                .filter(endpoint -> endpoint.livemode == livemode);
    }

    /** Where deliveries go, by endpoint, read afresh: a change of URL or secret holds from the next attempt. */
    public Map<UUID, Target> targets(Collection<MerchantScopedId> endpoints) {
        return transactions.session(session ->
                targets(session.getMultiple(Endpoint.class, List.<Object>copyOf(endpoints)), signers.of(endpoints)));
    }

    private Map<UUID, Target> targets(List<@Nullable Endpoint> found, Map<UUID, List<Signer>> signing) {
        Map<UUID, Target> targets = new HashMap<>();
        for (Endpoint endpoint : found) {
            if (endpoint == null) {
                // deleted just now
                continue;
            }
            targets.put(
                    endpoint.id,
                    new Target(
                            URI.create(endpoint.url),
                            sealed.headers(endpoint),
                            signing.getOrDefault(endpoint.id, List.of()),
                            new Target.Retries(
                                    endpoint.retries().stream()
                                            .map(Duration::ofSeconds)
                                            .toList(),
                                    Objects.requireNonNullElse(endpoint.retryJitter, Target.Retries.USUAL.jitter())),
                            Duration.ofSeconds(Objects.requireNonNullElse(
                                    endpoint.timeoutSeconds, EndpointRules.LONGEST_TIMEOUT))));
        }
        return targets;
    }

    private void audit(Actor actor, UUID merchant, String action, UUID endpoint, Map<String, String> facts) {
        audited.fire(actor.did(merchant, action, IdKind.WEBHOOK_ENDPOINT.text(endpoint), facts));
    }

    /** Read to be changed: locked, so that it is not disabled meanwhile. */
    private static Endpoint demand(StatelessSession session, UUID merchant, boolean livemode, UUID id) {
        return Optional.ofNullable(
                        session.get(Endpoint.class, new MerchantScopedId(merchant, id), LockMode.PESSIMISTIC_WRITE))
                .filter(endpoint -> endpoint.livemode == livemode)
                .orElseThrow(Problem::notFound);
    }
}
