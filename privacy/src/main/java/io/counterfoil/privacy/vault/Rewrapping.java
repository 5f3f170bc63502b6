package io.counterfoil.privacy.vault;

import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.privacy.epoch.Epoch;
import io.counterfoil.privacy.epoch.EpochKeys;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The keys of subjects and merchants on their way into a new epoch. One that does not open, because it was changed or belongs
 * to somebody else, is named and left where it is: it holds up nobody else's.
 */
@Singleton
public final class Rewrapping {

    private static final Logger LOG = Logger.getLogger(Rewrapping.class.getName());

    /** Index subject_key_epoch. */
    private static final String FORMER = """
        SELECT merchant_id, subject_id, epoch, wrapped FROM privacy_keys.subject_key
        WHERE epoch < ? AND broken_at IS NULL
        ORDER BY epoch
        LIMIT ?
        FOR UPDATE\
        """;

    /** Primary key. */
    private static final String REWRAP = """
        UPDATE privacy_keys.subject_key k SET epoch = ?, wrapped = n.wrapped
        FROM unnest(?::uuid[], ?::uuid[], ?::bytea[]) AS n (merchant_id, subject_id, wrapped)
        WHERE k.merchant_id = n.merchant_id AND k.subject_id = n.subject_id\
        """;

    /** Primary key. */
    private static final String MARK =
            "UPDATE privacy_keys.subject_key SET broken_at = ? WHERE merchant_id = ? AND subject_id = ?";

    /** Index subject_key_broken. */
    private static final String UNMARK =
            "UPDATE privacy_keys.subject_key SET broken_at = NULL WHERE broken_at IS NOT NULL";

    /** Index subject_key_broken. */
    private static final String BROKEN = """
        SELECT merchant_id, subject_id FROM privacy_keys.subject_key
        WHERE broken_at IS NOT NULL ORDER BY broken_at LIMIT ?\
        """;

    private final Transactions transactions;
    private final EpochKeys epochs;
    private final InstantSource time;

    @Inject
    public Rewrapping(Transactions transactions, EpochKeys epochs, InstantSource time) {
        this.transactions = transactions;
        this.epochs = epochs;
        this.time = time;
    }

    private record Key(UUID merchant, UUID subject, int epoch, byte[] wrapped) {

        String text() {
            return name(merchant, subject);
        }
    }

    /** How many keys there are; those that did not open last time are tried again from now on. In the running transaction. */
    public long begin() {
        return transactions.session(session -> {
            transactions.sql().update(UNMARK);
            return session.createSelectionQuery("select count(*) from SubjectKey", Long.class)
                    .getSingleResult();
        });
    }

    /**
     * Wraps keys of former epochs in this one; their rows stay locked until the transaction of these statements ends.
     *
     * @return how many were wrapped, or found broken; none when nothing is left to do
     */
    public int step(Sql sql, Epoch target, int most) {
        List<Key> former = sql.all(
                FORMER,
                row -> new Key(
                        row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getInt(3), row.getBytes(4)),
                target.id(),
                most);
        List<Key> rewrapped = new ArrayList<>();
        for (Key key : former) {
            try {
                rewrapped.add(rewrapped(key, target));
            } catch (GeneralSecurityException changed) {
                sql.update(MARK, time.instant(), key.merchant(), key.subject());
                LOG.log(
                        Level.WARNING,
                        "The key of {0} does not open and was left in its epoch: what it sealed can''t be read. Put the key"
                                + " back from a backup of the schema privacy_keys, and begin another rotation.",
                        key.text());
            }
        }
        sql.update(
                REWRAP,
                target.id(),
                rewrapped.stream().map(key -> key.merchant().toString()).toArray(String[]::new),
                rewrapped.stream().map(key -> key.subject().toString()).toArray(String[]::new),
                rewrapped.stream().map(Key::wrapped).toArray(byte[][]::new));
        return former.size();
    }

    /** Whose keys did not open, by the names that they have outside; some of them, where there are many. */
    public List<String> broken(int most) {
        return transactions.session(session -> transactions
                .sql()
                .all(BROKEN, row -> name(row.getObject(1, UUID.class), row.getObject(2, UUID.class)), most));
    }

    private Key rewrapped(Key former, Epoch target) throws GeneralSecurityException {
        byte[] context = SubjectKeys.context(former.merchant(), former.subject());
        byte[] key = epochs.find(former.epoch())
                .orElseThrow(() -> new GeneralSecurityException("its epoch is gone"))
                .key()
                .decrypt(former.wrapped(), context);
        try {
            return new Key(
                    former.merchant(),
                    former.subject(),
                    target.id(),
                    target.key().encrypt(key, context));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static String name(UUID merchant, UUID subject) {
        return subject.equals(SubjectKeys.MERCHANTS_OWN)
                ? IdKind.MERCHANT.text(merchant)
                : IdKind.CUSTOMER.text(subject);
    }
}
