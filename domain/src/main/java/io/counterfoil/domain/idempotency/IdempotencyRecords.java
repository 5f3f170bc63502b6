package io.counterfoil.domain.idempotency;

import io.counterfoil.domain.cluster.ThisServer;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.Field;
import io.counterfoil.domain.personaldata.PersonalDataVault;
import io.counterfoil.domain.personaldata.Sealed;
import io.counterfoil.domain.personaldata.Subject;
import io.counterfoil.domain.personaldata.SubjectErased;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
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
            ON CONFLICT DO NOTHING""";

    private static final String FIND = """
            SELECT r.fingerprint, r.resource, r.status_code, r.answer, r.subject_id,
                   r.leased_until > now()
                   AND EXISTS (SELECT FROM domain.server_instance s WHERE s.id = r.owner AND s.alive_until > now())
            FROM domain.idempotency_record r
            WHERE r.merchant_id = ? AND r.livemode = ? AND r.key = ?""";

    private static final String CLAIMED = """
            SELECT fingerprint, request_id, subject_id FROM domain.idempotency_record
            WHERE merchant_id = ? AND livemode = ? AND key = ?""";

    private static final String RELEASE = """
            UPDATE domain.idempotency_record SET leased_until = now()
            WHERE merchant_id = ? AND livemode = ? AND key = ? AND status_code IS NULL""";

    private static final String FINISH = """
            UPDATE domain.idempotency_record SET status_code = ?, answer = ?
            WHERE merchant_id = ? AND livemode = ? AND key = ? AND status_code IS NULL""";

    private static final String SHOW = """
            SELECT r.fingerprint, r.resource, r.status_code, r.created_at, r.expires_at,
                   r.leased_until > now()
                   AND EXISTS (SELECT FROM domain.server_instance s WHERE s.id = r.owner AND s.alive_until > now())
            FROM domain.idempotency_record r
            WHERE r.merchant_id = ? AND r.livemode = ? AND r.key = ?""";

    /** Index idempotency_record_expiry. What has no answer yet stays, however old it is. */
    private static final String REAP = """
            DELETE FROM domain.idempotency_record
            WHERE (merchant_id, livemode, key) IN (
                SELECT merchant_id, livemode, key FROM domain.idempotency_record
                WHERE expires_at < now() AND status_code IS NOT NULL
                ORDER BY expires_at
                LIMIT ?
                FOR UPDATE SKIP LOCKED)""";

    /** Index idempotency_record_subject. The key itself stays: it must not become free for another request. */
    private static final String ERASE = """
            WITH forgotten AS (
                UPDATE domain.idempotency_record
                SET fingerprint = '', answer = CASE WHEN answer IS NULL THEN NULL ELSE ''::bytea END
                WHERE merchant_id = ? AND subject_id = ? AND fingerprint <> ''
                RETURNING answer IS NOT NULL AS answered
            )
            SELECT count(*), count(*) FILTER (WHERE answered) FROM forgotten""";

    private final Transactions transactions;
    private final ThisServer server;
    private final PersonalDataVault vault;

    @Inject
    IdempotencyRecords(Transactions transactions, ThisServer server, PersonalDataVault vault) {
        this.transactions = transactions;
        this.server = server;
        this.vault = vault;
    }

    /** What a record keeps of an answer or a fingerprint whose person was erased. */
    private static final byte[] NOTHING = {};

    /**
     * What is known of a key.
     *
     * @param erased whether it belonged to a person who was erased since: nothing of the request is known any more
     */
    record Known(byte[] fingerprint, String resource, boolean leased, boolean erased, Optional<Answer> answer) {}

    /** Takes a key that nobody has; waits for a transaction that is just taking it. */
    boolean insert(Keyed keyed, String resource, Duration lease, Instant now, Instant expires) {
        return transactions
                        .sql()
                        .update(
                                INSERT,
                                keyed.merchant(),
                                keyed.livemode(),
                                keyed.key().value(),
                                keyed.fingerprint(),
                                keyed.requestId(),
                                keyed.subject().orElse(null),
                                resource,
                                server.id(),
                                lease.toMillis(),
                                now,
                                expires)
                == 1;
    }

    Optional<Known> find(Keyed keyed) {
        return transactions
                .sql()
                .first(
                        FIND,
                        row -> {
                            byte[] fingerprint = row.getBytes(1);
                            String resource = row.getString(2);
                            boolean leased = row.getBoolean(6);
                            try {
                                Optional<Answer> answer = fingerprint.length == 0 ? Optional.empty() : answer(keyed, row);
                                return new Known(fingerprint, resource, leased, fingerprint.length == 0, answer);
                            } catch (SubjectErased gone) {
                                return new Known(NOTHING, resource, leased, true, Optional.empty());
                            }
                        },
                        keyed.merchant(),
                        keyed.livemode(),
                        keyed.key().value());
    }

    private Optional<Answer> answer(Keyed keyed, ResultSet row) throws SQLException {
        Optional<UUID> subject = Optional.ofNullable(row.getObject(5, UUID.class));
        int status = row.getInt(3);
        return Optional.ofNullable(row.getBytes(4))
                .map(kept -> Answer.replay(status, vault.open(field(keyed, subject), new Sealed(kept))));
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
        transactions
                .sql()
                .update(
                        FINISH,
                        answer.status(),
                        kept(keyed, answer),
                        keyed.merchant(),
                        keyed.livemode(),
                        keyed.key().value());
    }

    /** The end of work whose person was erased meanwhile is kept, its answer isn't. */
    private byte[] kept(Keyed keyed, Answer answer) {
        try {
            return vault.seal(field(keyed, keyed.subject()), answer.kept()).bytes();
        } catch (SubjectErased gone) {
            return NOTHING;
        }
    }

    /** Removes what is kept of a person's requests, inside the running transaction. */
    Map<String, Integer> erase(Subject subject) {
        return transactions
                .sql()
                .first(
                        ERASE,
                        row -> Map.of(
                                "idempotency_record.fingerprint", row.getInt(1),
                                "idempotency_record.answer", row.getInt(2)),
                        subject.merchant(),
                        subject.id())
                .orElse(Map.of());
    }

    Optional<KeyView> show(UUID merchant, boolean livemode, IdempotencyKey key) {
        return transactions.session(session -> transactions
                .sql()
                .first(
                        SHOW,
                        row -> row.getBytes(1).length == 0 ? Optional.<KeyView>empty() : Optional.of(new KeyView(
                                KeyView.State.of(row.getObject(3) != null, row.getBoolean(6)),
                                HexFormat.of().formatHex(row.getBytes(1)),
                                (Integer) row.getObject(3),
                                Optional.ofNullable(row.getString(2))
                                        .filter(resource -> !resource.isEmpty())
                                        .orElse(null),
                                Sql.instant(row, 4),
                                Sql.instant(row, 5))),
                        merchant,
                        livemode,
                        key.value())
                .map(shown -> shown.orElseThrow(Idempotency::erased)));
    }

    /** Forgets keys that are past their time, so many at once; says how many they were. */
    int reap(int most) {
        return transactions.commit(() -> transactions.sql().update(REAP, most));
    }

    private static Field field(Keyed keyed, Optional<UUID> subject) {
        String row = (keyed.livemode() ? "live:" : "test:") + keyed.key().value();
        return new Field(keyed.merchant(), subject, "idempotency_record.answer", row);
    }
}
