package io.counterfoil.monitoring.incident;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.domain.signal.AuditedAct;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.LockMode;

/** All incidents, with their steps and tasks. What changes one locks its row first. */
@Singleton
final class Incidents {

    /** Stands for the merchant of what concerns the whole server. */
    static final UUID NOBODY = new UUID(0, 0);

    private static final String DEEDS = """
        SELECT id, action, actor FROM monitoring.audit_entry
        WHERE merchant_id = ? AND id >= ? AND object = ?
          AND action IN ('incident.people_notified', 'incident.authority_notified', 'incident.prevent')
        ORDER BY id\
        """;

    private final Transactions transactions;
    private final Ids ids;
    private final InstantSource time;
    private final Words words;
    private final Event<AuditedAct> acts;

    @Inject
    Incidents(Transactions transactions, Ids ids, InstantSource time, Words words, Event<AuditedAct> acts) {
        this.transactions = transactions;
        this.ids = ids;
        this.time = time;
        this.words = words;
        this.acts = acts;
    }

    /** Stores a new one. */
    Incident open(Incident incident, String summary, Actor actor) {
        return transactions.session(session -> {
            incident.id = ids.next();
            incident.openedAt = time.instant();
            incident.openedBy = actor.id();
            incident.summary = words.seal(incident.id, "summary", summary);
            session.insert(incident);
            audit(incident, actor, "incident.opened", Map.of("type", incident.type, "subject", incident.subject));
            return incident;
        });
    }

    /** Those that have steps to take by themselves. Index incident_automatic. */
    List<Incident> automatic() {
        return transactions.session(session -> session.createSelectionQuery(
                        "from Incident where automatic <> '' order by id", Incident.class)
                .getResultList());
    }

    void nothingLeft(Incident incident) {
        transactions.session(session -> session.createMutationQuery(
                        "update Incident set automatic = '' where merchantId = :merchant and id = :id")
                .setParameter("merchant", incident.merchantId)
                .setParameter("id", incident.id)
                .executeUpdate());
    }

    /** Whether somebody is at it, an exercise apart. Index incident_open_about. */
    boolean isOpenAbout(String subject) {
        return transactions.session(session -> session.createSelectionQuery(
                                "select count(*) from Incident where subject = :subject and status = 'open' and not drill",
                                Long.class)
                        .setParameter("subject", subject)
                        .getSingleResult())
                > 0;
    }

    /** Index incident_by_time. */
    List<Incident> page(PageRequest page) {
        return transactions.session(session -> session.createSelectionQuery(
                        page.backwards()
                                ? "from Incident where id > :cursor order by id"
                                : "from Incident where id < :cursor order by id desc",
                        Incident.class)
                .setParameter("cursor", page.cursor())
                .setMaxResults(page.rows())
                .getResultList());
    }

    /**
     * Finds one by its id alone, as operators know it.
     *
     * @throws Problem 404
     */
    Incident get(UUID id) {
        return transactions.session(
                session -> session.createSelectionQuery("from Incident where id = :id", Incident.class)
                        .setParameter("id", id)
                        .uniqueResultOptional()
                        .orElseThrow(Problem::notFound));
    }

    List<IncidentStep> steps(Incident incident) {
        return transactions.session(session -> session.createSelectionQuery(
                        "from IncidentStep where merchantId = :merchant and incidentId = :id order by doneAt",
                        IncidentStep.class)
                .setParameter("merchant", incident.merchantId)
                .setParameter("id", incident.id)
                .getResultList());
    }

    /** What was done, when and by whom. */
    record Deed(Instant at, String action, String by) {}

    /** What was done beside the steps, for as long as the audit log has it, in its order. Primary key audit_entry_pkey. */
    List<Deed> deeds(Incident incident) {
        return transactions.session(session -> transactions
                .sql()
                .all(
                        DEEDS,
                        row -> new Deed(Ids.timeOf(row.getObject(1, UUID.class)), row.getString(2), row.getString(3)),
                        incident.merchantId,
                        Ids.firstAt(incident.openedAt),
                        incident.text()));
    }

    Optional<IncidentStep> step(Incident incident, String step) {
        return steps(incident).stream().filter(one -> one.step.equals(step)).findFirst();
    }

    List<IncidentTask> tasks(Incident incident) {
        return transactions.session(session -> session.createSelectionQuery(
                        "from IncidentTask where merchantId = :merchant and incidentId = :id order by id",
                        IncidentTask.class)
                .setParameter("merchant", incident.merchantId)
                .setParameter("id", incident.id)
                .getResultList());
    }

    /** What a step does: it gives what came of it, as JSON. */
    interface Work {
        String result(Incident locked);
    }

    /**
     * Takes a step, once: what it does and the note that it was done are one transaction, so that a crash in between leaves
     * neither. Whoever comes second finds it done.
     *
     * @throws Problem 404, or 409 when the incident is closed
     */
    void take(UUID id, String step, Actor actor, Work work) {
        transactions.session(session -> {
            Incident incident = locked(id);
            if (step(incident, step).isPresent()) {
                return false;
            }
            var begun = time.instant();
            String result = work.result(incident);
            session.insert(new IncidentStep(incident, step, begun, time.instant(), actor.id(), result));
            audit(incident, actor, "incident." + step, Map.of("drill", Boolean.toString(incident.drill)));
            return true;
        });
    }

    /** Something besides the steps, under the incident's lock; the facts go into the audit log. */
    void also(UUID id, String action, Actor actor, Function<Incident, Map<String, String>> work) {
        transactions.session(session -> {
            Incident incident = locked(id);
            audit(incident, actor, action, work.apply(incident));
            return incident;
        });
    }

    /** Notes that the authority was told, under the incident's lock; who says so again corrects it. */
    void authorityNotified(UUID id, Instant at, Actor actor) {
        transactions.session(session -> {
            Incident incident = locked(id);
            incident.authorityNotifiedAt = at;
            session.update(incident);
            audit(incident, actor, "incident.authority_notified", Map.of("notified_at", at.toString()));
            return incident;
        });
    }

    IncidentTask add(UUID id, IncidentTask task, String text, String owner, Actor actor) {
        return transactions.session(session -> {
            Incident incident = locked(id);
            task.merchantId = incident.merchantId;
            task.incidentId = incident.id;
            task.id = ids.next();
            task.task = words.seal(task.id, "task", text);
            task.owner = words.seal(task.id, "owner", owner);
            session.insert(task);
            audit(incident, actor, "incident.prevent", Map.of("task", IdKind.INCIDENT_TASK.text(task.id)));
            return task;
        });
    }

    /** @throws Problem 404 when there is no such task of this incident */
    IncidentTask complete(UUID id, UUID taskId, Actor actor) {
        return transactions.session(session -> {
            Incident incident = locked(id);
            IncidentTask task = Optional.ofNullable(
                            session.get(IncidentTask.class, new MerchantScopedId(incident.merchantId, taskId)))
                    .filter(one -> one.incidentId.equals(incident.id))
                    .orElseThrow(Problem::notFound);
            if (task.completedAt == null) {
                task.completedAt = time.instant();
                task.completedBy = actor.id();
                session.update(task);
                audit(incident, actor, "incident.task_completed", Map.of("task", IdKind.INCIDENT_TASK.text(taskId)));
            }
            return task;
        });
    }

    /**
     * Ends it.
     *
     * @throws Problem 409 while a step was not taken or a task is open
     */
    Incident close(UUID id, Actor actor) {
        return transactions.session(session -> {
            Incident incident = session.createSelectionQuery("from Incident where id = :id", Incident.class)
                    .setParameter("id", id)
                    .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
                    .uniqueResultOptional()
                    .orElseThrow(Problem::notFound);
            if (incident.status.equals(Incident.CLOSED)) {
                return incident;
            }
            List<String> taken = steps(incident).stream().map(step -> step.step).toList();
            for (String step : Plan.STEPS) {
                if (!taken.contains(step)) {
                    throw Problem.conflict(
                            "step_missing", "Take the step actions/" + step.replace('_', '-') + " first.");
                }
            }
            if (tasks(incident).stream().anyMatch(task -> task.completedAt == null)) {
                throw Problem.conflict(
                        "task_open", "A task is open. Complete it first: what is not done prevents nothing.");
            }
            incident.status = Incident.CLOSED;
            incident.closedAt = time.instant();
            incident.closedBy = actor.id();
            session.update(incident);
            audit(incident, actor, "incident.closed", Map.of());
            return incident;
        });
    }

    /** The incident's row, until the transaction ends; it must be open. */
    private Incident locked(UUID id) {
        Incident incident = transactions.session(
                session -> session.createSelectionQuery("from Incident where id = :id", Incident.class)
                        .setParameter("id", id)
                        .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
                        .uniqueResultOptional()
                        .orElseThrow(Problem::notFound));
        if (incident.status.equals(Incident.CLOSED)) {
            throw Problem.conflict("incident_closed", "This incident is closed. Open another one.");
        }
        return incident;
    }

    private void audit(Incident incident, Actor actor, String action, Map<String, String> facts) {
        acts.fire(new AuditedAct(
                Optional.of(incident.merchantId).filter(merchant -> !merchant.equals(NOBODY)),
                actor.id(),
                action,
                incident.text(),
                "done",
                actor.address(),
                facts));
    }
}
