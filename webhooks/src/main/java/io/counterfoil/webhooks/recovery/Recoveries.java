package io.counterfoil.webhooks.recovery;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.work.BackgroundWork;
import io.counterfoil.webhooks.delivery.DeliveryRetention;
import io.counterfoil.webhooks.endpoint.EndpointDisabled;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.LockMode;

/** All recoveries, and the worker that carries them on, a step at a time; several servers share them. */
@Singleton
final class Recoveries {

    /**
     * How many events a step has: as many as all steps before it together, within these bounds. It is taken once fewer than
     * half as many wait for the endpoint: so it is not run over when it is just back.
     */
    private static final int FIRST_STEP = 10;

    private static final int LONGEST_STEP = 200;

    /** Events of the endpoint's types in the span that it has not got and that are not on their way. */
    private static final String WANTED = """
        FROM webhooks.event e
        JOIN webhooks.endpoint w ON w.merchant_id = e.merchant_id AND w.id = ?
        LEFT JOIN webhooks.delivery d
               ON d.merchant_id = e.merchant_id AND d.event_id = e.id AND d.endpoint_id = w.id
        WHERE e.merchant_id = ? AND e.livemode = ? AND e.id >= ? AND e.id < ? AND e.type <> 'ping'
          AND string_to_array(w.event_types, ' ') && ARRAY['*', e.type, split_part(e.type, '.', 1) || '.*']
          AND (d.id IS NULL OR d.status = 'failed')
        """;

    /** Primary key event_pkey, index delivery_event. */
    private static final String COUNT = "SELECT count(*) " + WANTED;

    /** The same, and primary key delivery_pkey. Gives the last event of the step, and how many were queued. */
    private static final String STEP = """
        WITH batch AS (
            SELECT e.id, e.type, d.id AS delivery %s ORDER BY e.id LIMIT ?),
        revived AS (
            UPDATE webhooks.delivery d SET status = 'pending' FROM batch b
            WHERE d.merchant_id = ? AND d.id = b.delivery
            RETURNING d.id, d.event_id),
        made AS (
            INSERT INTO webhooks.delivery
                   (merchant_id, id, livemode, endpoint_id, event_id, event_type, status, created_at)
            SELECT ?, (left(?, 15) || right(gen_random_uuid()::text, 21))::uuid, ?, ?, b.id, b.type, 'pending', ?
            FROM batch b WHERE b.delivery IS NULL
            RETURNING id, event_id),
        queued AS (
            INSERT INTO webhooks.delivery_queue (merchant_id, delivery_id, endpoint_id, event_id, attempt, due_at)
            SELECT ?, a.id, ?, a.event_id, 0, now() FROM (SELECT * FROM revived UNION ALL SELECT * FROM made) a
            ON CONFLICT DO NOTHING)
        SELECT (array_agg(id ORDER BY id DESC))[1], count(*) FROM batch HAVING count(*) > 0\
        """.formatted(WANTED);

    /**
     * Indexes recovery_running, endpoint_pkey, delivery_queue_waiting. One whose endpoint is disabled waits; the endpoint
     * is locked, so that it is not disabled during the step.
     */
    private static final String NEXT = """
        SELECT r.merchant_id, r.id FROM webhooks.recovery r
        JOIN webhooks.endpoint e ON e.merchant_id = r.merchant_id AND e.id = r.endpoint_id AND e.status = 'enabled'
        WHERE r.status = 'running'
          AND (SELECT count(*) FROM (SELECT FROM webhooks.delivery_queue q
               WHERE q.merchant_id = r.merchant_id AND q.endpoint_id = r.endpoint_id AND q.owner IS NULL
                 AND q.due_at <= now() LIMIT ?) waiting) < LEAST(?, GREATEST(?, r.queued)) / 2
        ORDER BY r.id LIMIT 1 FOR UPDATE OF r SKIP LOCKED FOR SHARE OF e SKIP LOCKED\
        """;

    private final Transactions transactions;
    private final Ids ids;
    private final InstantSource time;
    private final DeliveryRetention retention;
    private final BackgroundWork work;

    @Inject
    Recoveries(
            Transactions transactions, Ids ids, InstantSource time, DeliveryRetention retention, BackgroundWork work) {
        this.transactions = transactions;
        this.ids = ids;
        this.time = time;
        this.retention = retention;
        this.work = work;
    }

    void start(@Observes DatabaseReady ready) {
        work.every(Duration.ofMillis(500), "webhook recovery", this::carryOn);
    }

    /** What was queued and has not arrived is given up with the endpoint: once that is back, all is gone through anew. */
    void on(@Observes EndpointDisabled disabled) {
        transactions.session(session -> {
            session.createSelectionQuery(
                            "from Recovery where merchantId = :merchant and endpointId = :endpoint and status = :running",
                            Recovery.class)
                    .setParameter("merchant", disabled.merchant())
                    .setParameter("endpoint", disabled.endpoint())
                    .setParameter("running", Recovery.RUNNING)
                    .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
                    .getResultList()
                    .forEach(job -> {
                        job.beginAnew();
                        session.update(job);
                    });
            return true;
        });
    }

    /** Counts what there is to do and stores the job, inside the running transaction. */
    Recovery begin(Caller.MerchantKey caller, UUID endpoint, Recovery.Span span) {
        Recovery recovery = new Recovery(
                new MerchantScopedId(caller.merchant(), ids.next()), caller.livemode(), endpoint, span, time.instant());
        recovery.found = transactions
                .sql()
                .first(
                        COUNT,
                        row -> row.getInt(1),
                        recovery.endpointId,
                        recovery.merchantId,
                        recovery.livemode,
                        recovery.reached,
                        recovery.end())
                .orElse(0);
        transactions.session(session -> session.insert(recovery));
        return recovery;
    }

    Optional<Recovery> find(UUID merchant, boolean livemode, UUID id) {
        return transactions
                .session(
                        session -> Optional.ofNullable(session.get(Recovery.class, new MerchantScopedId(merchant, id))))
                .filter(recovery -> recovery.livemode == livemode);
    }

    /**
     * Ends a job that is running, as far as it has come; what it has queued is sent. Read afresh and locked: the worker may
     * be at it.
     *
     * @param ended what follows, in the same transaction, where it was running
     */
    Recovery cancel(Recovery recovery, Runnable ended) {
        return transactions.session(session -> {
            Recovery job = Optional.ofNullable(session.get(
                            Recovery.class,
                            new MerchantScopedId(recovery.merchantId, recovery.id),
                            LockMode.PESSIMISTIC_WRITE))
                    .orElseThrow(Problem::notFound);
            if (job.status.equals(Recovery.RUNNING)) {
                job.status = Recovery.CANCELLED;
                session.update(job);
                ended.run();
            }
            return job;
        });
    }

    void carryOn() {
        boolean more = true;
        while (more) {
            more = transactions.commit(() -> transactions
                    .sql()
                    .first(
                            NEXT,
                            row -> new MerchantScopedId(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
                            LONGEST_STEP,
                            LONGEST_STEP,
                            FIRST_STEP)
                    .map(this::step)
                    .isPresent());
        }
    }

    private record Step(UUID last, int count) {}

    private Recovery step(MerchantScopedId id) {
        UUID now = ids.next();
        retention.coverDeliveries(now);
        return transactions.session(session -> {
            Recovery job = session.get(Recovery.class, id);
            Optional<Step> step = transactions
                    .sql()
                    .first(
                            STEP,
                            row -> new Step(row.getObject(1, UUID.class), row.getInt(2)),
                            job.endpointId,
                            job.merchantId,
                            job.livemode,
                            job.reached,
                            job.end(),
                            Math.min(LONGEST_STEP, Math.max(FIRST_STEP, job.queued)),
                            job.merchantId,
                            job.merchantId,
                            now.toString(),
                            job.livemode,
                            job.endpointId,
                            time.instant(),
                            job.merchantId,
                            job.endpointId);
            step.ifPresent(done -> {
                job.queued += done.count();
                job.reached = new UUID(
                        done.last().getMostSignificantBits(), done.last().getLeastSignificantBits() + 1);
            });
            if (step.isEmpty()) {
                job.status = Recovery.COMPLETED;
            }
            session.update(job);
            return job;
        });
    }
}
