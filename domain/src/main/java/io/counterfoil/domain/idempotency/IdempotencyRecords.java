package io.counterfoil.domain.idempotency;

import io.counterfoil.domain.cluster.ThisServer;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.DataSubjects;
import io.counterfoil.domain.personaldata.Field;
import io.counterfoil.domain.personaldata.PersonalDataVault;
import io.counterfoil.domain.personaldata.Sealed;
import io.counterfoil.domain.personaldata.SubjectErased;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The table of keys. All statements use its primary key and run inside the caller's transaction. */
@Singleton
final class IdempotencyRecords {

    private static final String INSERT = """
        INSERT INTO domain.idempotency_record (merchant_id, livemode, key, fingerprint, request_id, subject_id,
                                               resource, owner, leased_until, created_at, expires_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, now() + ? * interval '1 millisecond', ?, ?)
        ON CONFLICT DO NOTHING\
        """;

    private static final String FIND = """
        SELECT r.fingerprint, r.resource, r.status_code, r.answer,
               r.leased_until > now()
               AND EXISTS (SELECT FROM domain.server_instance s WHERE s.id = r.owner AND s.alive_until > now()),
               r.subject_id, coalesce(r.subject_merchant_id, r.merchant_id),
               coalesce(r.subject_livemode, r.livemode), r.created_at, r.expires_at
        FROM domain.idempotency_record r
        WHERE r.merchant_id = ? AND r.livemode = ? AND r.key = ?\
        """;

    private static final String CLAIMED = """
        SELECT fingerprint, request_id, subject_id FROM domain.idempotency_record
        WHERE merchant_id = ? AND livemode = ? AND key = ?\
        """;

    private static final String RELEASE = """
        UPDATE domain.idempotency_record SET leased_until = now()
        WHERE merchant_id = ? AND livemode = ? AND key = ? AND status_code IS NULL\
        """;

    /** An end that came late is told for a day at least. One in time moves no index entry. */
    private static final String FINISH = """
        UPDATE domain.idempotency_record
        SET status_code = ?, answer = ?, expires_at = greatest(expires_at, now() + interval '1 day')
        WHERE merchant_id = ? AND livemode = ? AND key = ? AND status_code IS NULL\
        """;

    private static final String FINISH_WORK = """
        UPDATE domain.idempotency_record
        SET status_code = ?, answer = ?, resource = ?, fingerprint = ?,
            subject_id = ?, subject_merchant_id = ?, subject_livemode = ?
        WHERE merchant_id = ? AND livemode = ? AND key = ? AND status_code IS NULL\
        """;

    /** Index idempotency_record_expiry. What has no answer yet stays, however old it is. */
    static final String REAP = """
        DELETE FROM domain.idempotency_record
        WHERE (merchant_id, livemode, key) IN (
            SELECT merchant_id, livemode, key FROM domain.idempotency_record
            WHERE expires_at < now() AND status_code IS NOT NULL
            ORDER BY expires_at
            LIMIT ?
            FOR UPDATE SKIP LOCKED)\
        """;

    /** Index idempotency_record_subject. The key itself stays: it must not become free for another request. */
    private static final String ERASE = """
        WITH forgotten AS (
            UPDATE domain.idempotency_record
            SET fingerprint = '', answer = CASE WHEN answer IS NULL THEN NULL ELSE ''::bytea END
            WHERE subject_id = ? AND coalesce(subject_merchant_id, merchant_id) = ? AND fingerprint <> ''
            RETURNING answer
        )
        SELECT count(*), count(answer) FROM forgotten\
        """;

    private static final byte[] NOTHING = {};

    private final Transactions transactions;
    private final ThisServer server;
    private final PersonalDataVault vault;
    private final DataSubjects subjects;

    @Inject
    IdempotencyRecords(Transactions transactions, ThisServer server, PersonalDataVault vault, DataSubjects subjects) {
        this.transactions = transactions;
        this.server = server;
        this.vault = vault;
        this.subjects = subjects;
    }

    /** What is known of a key. */
    record Known(
            byte[] fingerprint,
            String resource,
            boolean leased,
            Optional<Answer> answer,
            Instant createdAt,
            Instant expiresAt) {}

    /** The place of a key. */
    record Place(UUID merchant, boolean livemode, IdempotencyKey key) {

        static Place of(Keyed keyed) {
            return new Place(keyed.merchant(), keyed.livemode(), keyed.key());
        }

        Field field(String column, Optional<DataSubject> subject) {
            return new Field(
                    subject.map(DataSubject::merchant).orElse(merchant),
                    subject.map(DataSubject::customer),
                    "idempotency_record." + column,
                    (livemode ? "live:" : "test:") + key.value());
        }
    }

    /** Takes a key that nobody has; waits for a transaction that is just taking it. */
    boolean insert(Keyed keyed, String resource, Duration lease, Instant now, Instant expires) {
        return transactions
                        .sql()
                        .update(
                                INSERT,
                                keyed.merchant(),
                                keyed.livemode(),
                                keyed.key().value(),
                                fingerprint(keyed, keyed.dataSubject()),
                                keyed.requestId(),
                                keyed.subject().orElse(null),
                                resource,
                                server.id(),
                                lease.toMillis(),
                                now,
                                expires)
                == 1;
    }

    /**
     * Reads a key.
     *
     * @throws Problem 410 when the customer that it was about is erased: nothing that could be compared is left
     */
    Optional<Known> find(Place place) {
        return transactions
                .sql()
                .first(
                        FIND,
                        row -> known(place, row),
                        place.merchant(),
                        place.livemode(),
                        place.key().value());
    }

    private Known known(Place place, ResultSet row) throws SQLException {
        Optional<DataSubject> subject =
                Optional.ofNullable(row.getObject(6, UUID.class)).map(customer -> subject(customer, row));
        if (subject.map(subjects::standing)
                .filter(DataSubjects.Standing.ERASED::equals)
                .isPresent()) {
            throw gone();
        }
        int status = row.getInt(3);
        byte[] fingerprint = row.getBytes(1);
        Optional<Answer> answer = Optional.ofNullable(row.getBytes(4))
                .map(kept -> Answer.replay(status, open(place.field("answer", subject), kept)));
        return new Known(
                subject.isPresent() ? open(place.field("fingerprint", subject), fingerprint) : fingerprint,
                String.valueOf(row.getString(2)),
                row.getBoolean(5),
                answer,
                Sql.instant(row, 9),
                Sql.instant(row, 10));
    }

    Keyed claimed(UUID merchant, boolean livemode, IdempotencyKey key) {
        return transactions
                .sql()
                .first(
                        CLAIMED,
                        row -> new Keyed(
                                merchant,
                                livemode,
                                key,
                                row.getBytes(1),
                                row.getString(2),
                                Optional.ofNullable(row.getObject(3, UUID.class))),
                        merchant,
                        livemode,
                        key.value())
                .orElseThrow();
    }

    void release(Keyed keyed) {
        transactions
                .sql()
                .update(RELEASE, keyed.merchant(), keyed.livemode(), keyed.key().value());
    }

    void finish(Keyed keyed, Answer answer) {
        Optional<Sealed> kept = seal(Place.of(keyed).field("answer", keyed.dataSubject()), answer.kept());
        transactions
                .sql()
                .update(
                        FINISH,
                        kept.isPresent() ? answer.status() : Response.Status.GONE.getStatusCode(),
                        kept.map(Sealed::bytes).orElse(NOTHING),
                        keyed.merchant(),
                        keyed.livemode(),
                        keyed.key().value());
    }

    /** Like the other, for work whose subject and resource its answer tells. */
    void finishWork(Keyed keyed, Answer answer, String resource) {
        Optional<DataSubject> about = answer.about();
        transactions
                .sql()
                .update(
                        FINISH_WORK,
                        answer.status(),
                        vault.seal(Place.of(keyed).field("answer", about), answer.kept())
                                .bytes(),
                        resource,
                        fingerprint(keyed, about),
                        about.map(DataSubject::customer).orElse(null),
                        about.map(DataSubject::merchant).orElse(null),
                        about.map(DataSubject::livemode).orElse(null),
                        keyed.merchant(),
                        keyed.livemode(),
                        keyed.key().value());
    }

    /** Removes what is kept of requests about a person, inside the running transaction. */
    Map<String, Integer> erase(DataSubject subject) {
        return transactions
                .sql()
                .first(
                        ERASE,
                        row -> Map.of(
                                "idempotency_record.fingerprint", row.getInt(1),
                                "idempotency_record.answer", row.getInt(2)),
                        subject.customer(),
                        subject.merchant())
                .orElse(Map.of());
    }

    /** Forgets keys that are past their time, so many at once; says how many they were. */
    int reap(int most) {
        return transactions.commit(() -> transactions.sql().update(REAP, most));
    }

    /** A body can be guessed: what it leaves behind dies with the customer whom it names. */
    private byte[] fingerprint(Keyed keyed, Optional<DataSubject> subject) {
        return subject.isPresent()
                ? vault.seal(Place.of(keyed).field("fingerprint", subject), keyed.fingerprint())
                        .bytes()
                : keyed.fingerprint();
    }

    /** Empty where the customer was erased while the work went on: then there is nobody left to keep the answer for. */
    private Optional<Sealed> seal(Field field, byte[] answer) {
        try {
            return Optional.of(vault.seal(field, answer));
        } catch (SubjectErased gone) {
            return Optional.empty();
        }
    }

    private byte[] open(Field field, byte[] kept) {
        try {
            return vault.open(field, new Sealed(kept));
        } catch (SubjectErased gone) {
            throw gone();
        }
    }

    private static DataSubject subject(UUID customer, ResultSet row) {
        try {
            return new DataSubject(row.getObject(7, UUID.class), row.getBoolean(8), customer);
        } catch (SQLException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static Problem gone() {
        return new Problem(
                410,
                "customer_erased",
                "The customer was erased",
                "What this key was used for named a customer who was erased since, and its answer went with it.",
                false);
    }
}
