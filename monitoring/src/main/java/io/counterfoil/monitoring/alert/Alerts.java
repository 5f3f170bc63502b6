package io.counterfoil.monitoring.alert;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.signal.AuditedAct;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.LockMode;
import org.hibernate.query.SelectionQuery;
import org.jspecify.annotations.Nullable;

/** All alerts. */
@Singleton
final class Alerts {

    /** Stands for the merchant of what concerns the whole server. */
    static final UUID NOBODY = new UUID(0, 0);

    private final Transactions transactions;
    private final InstantSource time;
    private final Event<AuditedAct> acts;

    @Inject
    Alerts(Transactions transactions, InstantSource time, Event<AuditedAct> acts) {
        this.transactions = transactions;
        this.time = time;
        this.acts = acts;
    }

    static Optional<UUID> concerned(UUID merchant) {
        return Optional.of(merchant).filter(one -> !one.equals(NOBODY));
    }

    /** What a list is narrowed down to; what is {@code null} narrows nothing. */
    record Filter(
            @Nullable UUID merchant,
            @Nullable Boolean livemode,
            @Nullable String rule,
            @Nullable String status) {}

    /** Who does something, and from where. */
    record Person(String name, String address) {}

    /** Index alert_by_time backwards, or the primary key. */
    List<Alert> page(Filter filter, PageRequest page) {
        List<String> conditions = new ArrayList<>(List.of("status <> 'counting'"));
        if (filter.merchant != null) {
            conditions.add("merchantId = :merchant");
        }
        if (filter.livemode != null) {
            conditions.add("livemode = :livemode");
        }
        if (filter.rule != null) {
            conditions.add("rule = :rule");
        }
        if (filter.status != null) {
            conditions.add("status = :status");
        }
        conditions.add(page.backwards() ? "id > :cursor order by id" : "id < :cursor order by id desc");
        return transactions.session(session -> {
            SelectionQuery<Alert> query = session.createSelectionQuery(
                            "from Alert where " + String.join(" and ", conditions), Alert.class)
                    .setParameter("cursor", page.cursor())
                    .setMaxResults(page.rows());
            set(query, "merchant", filter.merchant);
            set(query, "livemode", filter.livemode);
            set(query, "rule", filter.rule);
            set(query, "status", filter.status);
            return query.getResultList();
        });
    }

    /** Index alert_by_time. */
    Optional<Alert> find(UUID id) {
        return transactions.session(session -> session.createSelectionQuery(
                        "from Alert where id = :id and status <> 'counting'", Alert.class)
                .setParameter("id", id)
                .uniqueResultOptional());
    }

    /**
     * Somebody looks at it: it escalates no more.
     *
     * @throws Problem 404, or 409 when it is resolved
     */
    Alert acknowledge(UUID id, Person person) {
        return change(id, alert -> {
            demandOpen(alert);
            if (alert.status.equals(Alert.RAISED)) {
                alert.status = Alert.ACKNOWLEDGED;
                alert.acknowledgedAt = time.instant();
                alert.acknowledgedBy = person.name();
                audit(alert, "alert.acknowledged", person);
            }
        });
    }

    /** It is dealt with; when it comes again it is a new one. */
    Alert resolve(UUID id, Person person) {
        return change(id, alert -> {
            if (!alert.status.equals(Alert.RESOLVED)) {
                alert.status = Alert.RESOLVED;
                alert.resolvedAt = time.instant();
                alert.resolvedBy = person.name();
                audit(alert, "alert.resolved", person);
            }
        });
    }

    /**
     * Nobody hears of it for a time.
     *
     * @throws Problem 404, or 409 when it is resolved
     */
    Alert silence(UUID id, Duration length, Person person) {
        return change(id, alert -> {
            demandOpen(alert);
            alert.silencedUntil = time.instant().plus(length);
            audit(alert, "alert.silenced", person);
        });
    }

    /** What becomes of a locked alert. */
    private interface Change {
        void apply(Alert alert);
    }

    /** Waits for a fold that is under way, and the other way round: the row is locked. */
    private Alert change(UUID id, Change change) {
        return transactions.session(session -> {
            Alert alert = session.createSelectionQuery(
                            "from Alert where id = :id and status <> 'counting'", Alert.class)
                    .setParameter("id", id)
                    .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
                    .uniqueResultOptional()
                    .orElseThrow(Problem::notFound);
            change.apply(alert);
            session.update(alert);
            return alert;
        });
    }

    private static void demandOpen(Alert alert) {
        if (alert.status.equals(Alert.RESOLVED)) {
            throw Problem.conflict("alert_resolved", "This alert is resolved. When it comes again it is a new one.");
        }
    }

    private void audit(Alert alert, String action, Person person) {
        acts.fire(new AuditedAct(
                concerned(alert.merchantId),
                person.name(),
                action,
                IdKind.ALERT.text(alert.id),
                "done",
                person.address(),
                Map.of()));
    }

    private static void set(SelectionQuery<Alert> query, String name, @Nullable Object value) {
        if (value != null) {
            query.setParameter(name, value);
        }
    }
}
