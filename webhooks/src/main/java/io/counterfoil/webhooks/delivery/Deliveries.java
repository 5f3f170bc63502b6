package io.counterfoil.webhooks.delivery;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.webhooks.endpoint.Endpoints;
import io.counterfoil.webhooks.outbox.EventFilter;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.query.SelectionQuery;
import org.jspecify.annotations.Nullable;

/** All deliveries. */
@Singleton
final class Deliveries {

    /** Not before its endpoint may be tried at all. Primary keys delivery_queue_pkey, endpoint_state_pkey. */
    private static final String DUE = """
        SELECT CASE WHEN q.owner IS NULL THEN GREATEST(q.due_at, s.hold_until) ELSE now() END
        FROM webhooks.delivery_queue q
        LEFT JOIN webhooks.endpoint_state s ON s.merchant_id = q.merchant_id AND s.endpoint_id = q.endpoint_id
        WHERE q.merchant_id = ? AND q.delivery_id = ?\
        """;

    /** What is being sent right now is left alone. Primary keys delivery_pkey, event_pkey, delivery_queue_pkey. */
    private static final String AGAIN = """
        WITH wanted AS (
            UPDATE webhooks.delivery d SET status = 'pending'
            FROM webhooks.event e
            WHERE d.merchant_id = ? AND d.id = ? AND e.merchant_id = d.merchant_id AND e.id = d.event_id
            RETURNING d.merchant_id, d.id, d.endpoint_id, d.event_id)
        INSERT INTO webhooks.delivery_queue AS q (merchant_id, delivery_id, endpoint_id, event_id, attempt, due_at)
        SELECT merchant_id, id, endpoint_id, event_id, 0, now() FROM wanted
        ON CONFLICT (merchant_id, delivery_id) DO UPDATE
        SET due_at = CASE WHEN q.owner IS NULL THEN now() ELSE q.due_at END,
            planned_at = CASE WHEN q.owner IS NULL THEN now() ELSE q.planned_at END\
        """;

    private final Transactions transactions;
    private final Endpoints endpoints;
    private final ReceiverAnswers answers;
    private final Event<DeliveriesQueued> queued;

    @Inject
    Deliveries(
            Transactions transactions, Endpoints endpoints, ReceiverAnswers answers, Event<DeliveriesQueued> queued) {
        this.transactions = transactions;
        this.endpoints = endpoints;
        this.answers = answers;
        this.queued = queued;
    }

    /** What a list is narrowed down to; what is {@code null} narrows nothing. */
    record Filter(
            @Nullable UUID endpoint,
            @Nullable UUID event,
            @Nullable String status,
            EventFilter events) {}

    Optional<Delivery> find(UUID merchant, boolean livemode, UUID id) {
        return transactions
                .session(
                        session -> Optional.ofNullable(session.get(Delivery.class, new MerchantScopedId(merchant, id))))
                .filter(delivery -> delivery.livemode == livemode);
    }

    /**
     * Primary key delivery_pkey backwards, or index delivery_endpoint, or delivery_event; in the partitions of the time that
     * is wanted.
     */
    List<Delivery> page(UUID merchant, boolean livemode, Filter filter, PageRequest page) {
        List<String> conditions = new ArrayList<>(List.of(
                "merchantId = :merchant",
                "livemode = :livemode",
                "id >= :first and id < :end",
                "createdAt >= :from and createdAt < :to"));
        if (filter.endpoint != null) {
            conditions.add("endpointId = :endpoint");
        }
        if (filter.event != null) {
            conditions.add("eventId = :event");
        }
        if (filter.status != null) {
            conditions.add("status = :status");
        }
        if (!filter.events.types().isEmpty()) {
            conditions.add("eventType in :types");
        }
        conditions.add(page.backwards() ? "id > :cursor order by id" : "id < :cursor order by id desc");
        return transactions.session(session -> {
            SelectionQuery<Delivery> query = session.createSelectionQuery(
                            "from Delivery where " + String.join(" and ", conditions), Delivery.class)
                    .setParameter("merchant", merchant)
                    .setParameter("livemode", livemode)
                    .setParameter("first", filter.events.firstId())
                    .setParameter("end", filter.events.endId())
                    .setParameter("from", filter.events.from())
                    .setParameter("to", filter.events.to())
                    .setParameter("cursor", page.cursor())
                    .setMaxResults(page.rows());
            if (filter.endpoint != null) {
                query.setParameter("endpoint", filter.endpoint);
            }
            if (filter.event != null) {
                query.setParameter("event", filter.event);
            }
            if (filter.status != null) {
                query.setParameter("status", filter.status);
            }
            if (!filter.events.types().isEmpty()) {
                query.setParameter("types", filter.events.types());
            }
            return query.getResultList();
        });
    }

    /**
     * A delivery as it is shown.
     *
     * @param about the customer about whom something was opened
     */
    record Shown(Delivery.View view, Optional<DataSubject> about) {}

    /** With every attempt that is on record; what is opened of a customer is noted. */
    Shown show(Delivery delivery, Call call, String purpose) {
        return transactions.session(session -> {
            @Nullable
            Instant due = transactions
                    .sql()
                    .first(DUE, row -> Sql.instant(row, 1), delivery.merchantId, delivery.id)
                    .orElse(null);
            List<Attempt> attempts = session.createSelectionQuery(
                            "from Attempt where merchantId = :merchant and deliveryId = :delivery order by id",
                            Attempt.class)
                    .setParameter("merchant", delivery.merchantId)
                    .setParameter("delivery", delivery.id)
                    .getResultList();
            ReceiverAnswers.Shown shown = answers.shown(delivery, attempts, call, purpose);
            return new Shown(delivery.view(due, shown.attempts()), shown.about());
        });
    }

    /**
     * Sends a delivery once more, inside the running transaction. One that has ended begins its schedule anew; one that
     * waits for its next attempt has it now, and goes on with its schedule; one that is being sent is left alone. Its
     * {@code webhook-id} stays the same.
     *
     * @throws Problem 409 when its endpoint is disabled, or the event is past its retention
     */
    void resend(Delivery delivery) {
        if (!endpoints
                .enabled(delivery.merchantId, delivery.livemode, delivery.endpointId)
                .orElse(false)) {
            throw Problem.conflict("endpoint_disabled", "Enable the endpoint of this delivery first.");
        }
        if (transactions.sql().update(AGAIN, delivery.merchantId, delivery.id) == 0) {
            throw Problem.conflict("event_expired", "The event of this delivery is no longer kept.");
        }
        delivery.status = Delivery.PENDING;
        queued.fire(new DeliveriesQueued());
    }
}
