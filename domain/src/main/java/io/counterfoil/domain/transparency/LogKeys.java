package io.counterfoil.domain.transparency;

import io.counterfoil.domain.database.DatabaseRefused;
import io.counterfoil.domain.database.DirectTransactions;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.secret.SecretSealer;
import io.counterfoil.domain.signednote.NoteSigner;
import io.counterfoil.domain.signednote.SignedNote;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The keys of logs. The newest one signs, and beside it, until they retire, those before: so whoever knows one of them
 * finds a signature while the news of the other spreads.
 */
@Singleton
public final class LogKeys implements LogSigner {

    /** Whose an announcement is: no merchant's. */
    private static final UUID NOBODY = new UUID(0, 0);

    private static final String PURPOSE = "transparency log key";

    private final DirectTransactions transactions;
    private final SecretSealer sealer;
    private final SecureRandom random;
    private final Ids ids;
    private final InstantSource time;

    @Inject
    public LogKeys(
            DirectTransactions transactions, SecretSealer sealer, SecureRandom random, Ids ids, InstantSource time) {
        this.transactions = transactions;
        this.sealer = sealer;
        this.random = random;
        this.ids = ids;
        this.time = time;
    }

    /** A key as the database has it. */
    public record StoredKey(
            UUID id,
            String verifier,
            byte[] sealed,
            Instant createdAt,
            Optional<Instant> retiresAt,
            Optional<String> announcement) {

        boolean inForce(Instant now) {
            return retiresAt.map(now::isBefore).orElse(true);
        }
    }

    /** All keys that a log ever had, newest first. Index log_key_pkey. */
    public List<StoredKey> all(int log) {
        return all(transactions.sql(), log);
    }

    /**
     * All that a log ever had and that are the server's own, newest first: whoever has only the database can put a row there,
     * but seal no key.
     */
    public List<StoredKey> genuine(StoredLog log) {
        return all(log.id()).stream().filter(key -> isGenuine(log, key)).toList();
    }

    private boolean isGenuine(StoredLog log, StoredKey key) {
        try {
            return open(log, key).verifier().text().equals(key.verifier());
        } catch (DatabaseRefused changed) {
            return false;
        }
    }

    /** Makes the first key, unless there is one. */
    void establish(Sql sql, StoredLog log) {
        if (all(sql, log.id()).isEmpty()) {
            insert(sql, log, secret(), ids.next(), Optional.empty());
        }
    }

    /**
     * Makes a new key, which signs from the next checkpoint on; those before go on signing for a while. An overlap that was
     * granted earlier ends with this one at the latest. The log itself announces the key: the hash of a note that names both,
     * signed by both, becomes an entry.
     */
    public Rolled roll(Sql sql, KeptLog name, StoredLog log, Duration overlap) {
        // one after another: of two at once, neither would retire the other's key
        new LogRows(sql).hold(log.id());
        Instant now = time.instant();
        List<StoredKey> inForce =
                all(sql, log.id()).stream().filter(key -> key.inForce(now)).toList();
        byte[] secret = secret();
        UUID id = ids.next();
        NoteSigner fresh = new NoteSigner(log.origin(), secret);
        SignedNote announcement = announcement(log, inForce, fresh);
        sql.update(
                "UPDATE domain.log_key SET retires_at = least(retires_at, ?) WHERE log_id = ?",
                now.plus(overlap),
                log.id());
        insert(sql, log, secret, id, Optional.of(announcement.toString()));
        sql.update(LogQueue.INSERT + "VALUES (?, ?, ?, sha256(?))", NOBODY, id, name.name(), announcement.bytes());
        return new Rolled(fresh.verifier().text(), now.plus(overlap), announcement.toString());
    }

    /** A new verifier key, and until when, at the latest, those before it sign too. */
    public record Rolled(String key, Instant olderKeysRetireAt, String announcement) {}

    private SignedNote announcement(StoredLog log, List<StoredKey> inForce, NoteSigner fresh) {
        StringBuilder text = new StringBuilder(log.origin()).append(" has a new key\n");
        inForce.forEach(key -> text.append("old ").append(key.verifier()).append('\n'));
        text.append("new ").append(fresh.verifier().text()).append('\n');
        SignedNote note = fresh.sign(text.toString());
        for (StoredKey key : inForce) {
            note = open(log, key).cosign(note);
        }
        return note;
    }

    @Override
    public SignedNote sign(StoredLog log, String text) {
        Instant now = time.instant();
        @Nullable SignedNote note = null;
        for (StoredKey key : all(log.id())) {
            if (key.inForce(now)) {
                NoteSigner signer = open(log, key);
                note = note == null ? signer.sign(text) : signer.cosign(note);
            }
        }
        if (note == null) {
            throw new DatabaseRefused("The log " + log.origin() + " has no key in the database that is in force.");
        }
        return note;
    }

    private byte[] secret() {
        byte[] secret = new byte[NoteSigner.SECRET_LENGTH];
        random.nextBytes(secret);
        return secret;
    }

    private void insert(Sql sql, StoredLog log, byte[] secret, UUID id, Optional<String> announcement) {
        sql.update(
                """
                INSERT INTO domain.log_key (log_id, id, verifier, sealed, created_at, announcement)
                VALUES (?, ?, ?, ?, ?, ?)\
                """,
                log.id(),
                id,
                new NoteSigner(log.origin(), secret).verifier().text(),
                sealer.seal(PURPOSE, place(log, id), secret),
                time.instant(),
                announcement.orElse(null));
    }

    private NoteSigner open(StoredLog log, StoredKey key) {
        try {
            return new NoteSigner(log.origin(), sealer.open(PURPOSE, place(log, key.id()), key.sealed()));
        } catch (GeneralSecurityException changed) {
            throw new DatabaseRefused(
                    "A key of the log " + log.origin() + " was changed in the database from outside.");
        }
    }

    private static List<StoredKey> all(Sql sql, int log) {
        return sql.all("""
            SELECT id, verifier, sealed, created_at, retires_at, announcement FROM domain.log_key
            WHERE log_id = ? ORDER BY id DESC\
            """, LogKeys::key, log);
    }

    private static StoredKey key(ResultSet row) throws SQLException {
        return new StoredKey(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getBytes(3),
                Sql.instant(row, 4),
                row.getObject(5) == null ? Optional.empty() : Optional.of(Sql.instant(row, 5)),
                Optional.ofNullable(row.getString(6)));
    }

    private static String place(StoredLog log, UUID id) {
        return log.origin() + "/" + id;
    }
}
