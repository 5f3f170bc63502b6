package io.counterfoil.privacy.epoch;

import com.google.crypto.tink.subtle.AesGcmJce;
import io.counterfoil.domain.database.DatabaseOpened;
import io.counterfoil.domain.database.DatabaseRefused;
import io.counterfoil.domain.database.DirectTransactions;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.secret.RootKeys;
import io.counterfoil.domain.secret.WrappedKey;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The epoch keys, unwrapped by the root key and then held in memory: the root key may be far away, and is asked at start,
 * when an epoch begins, when another server has begun one, and every minute whether it is still there ({@link Renewal}).
 */
@Singleton
public final class EpochKeys {

    private static final int LENGTH = 32;
    private static final String PURPOSE = "epoch key ";

    private static final String NEXT = "SELECT 1 + coalesce(max(id), 0) FROM privacy_keys.epoch_key";

    private static final String INSERT =
            "INSERT INTO privacy_keys.epoch_key (id, wrapped, wrapped_by, created_at) VALUES (?, ?, ?, ?)";

    private static final String READ = "SELECT id, wrapped, wrapped_by FROM privacy_keys.epoch_key ORDER BY id";

    private final RootKeys roots;
    private final Transactions transactions;
    private final DirectTransactions direct;
    private final SecureRandom random;
    private final InstantSource time;
    private volatile NavigableMap<Integer, Epoch> epochs = new TreeMap<>();

    @Inject
    public EpochKeys(
            RootKeys roots,
            Transactions transactions,
            DirectTransactions direct,
            SecureRandom random,
            InstantSource time) {
        this.roots = roots;
        this.transactions = transactions;
        this.direct = direct;
        this.random = random;
        this.time = time;
    }

    void open(@Observes @Priority(10) DatabaseOpened opened) {
        reload();
        if (epochs.isEmpty()) {
            begin();
        }
    }

    /**
     * The epoch that new keys are wrapped in.
     *
     * @throws Problem 503 when the root key can't be reached, and hasn't been for long
     */
    public Epoch current() {
        demandKeys();
        return epochs.lastEntry().getValue();
    }

    /**
     * An epoch; empty once nothing is wrapped in it any more.
     *
     * @throws Problem as above
     */
    public Optional<Epoch> find(int id) {
        if (!epochs.containsKey(id)) {
            demandKeys();
        }
        if (!epochs.containsKey(id)) {
            reload();
        }
        return Optional.ofNullable(epochs.get(id));
    }

    /** Begins the next epoch, at once: a key could be wrapped in it before the running transaction commits. */
    public Epoch begin() {
        byte[] key = new byte[LENGTH];
        random.nextBytes(key);
        int id = direct.commit(sql -> {
            int next = sql.first(NEXT, row -> row.getInt(1)).orElseThrow();
            WrappedKey wrapped = roots.wrap(key, PURPOSE + next);
            sql.update(INSERT, next, wrapped.bytes(), wrapped.by(), time.instant());
            return next;
        });
        Arrays.fill(key, (byte) 0);
        reload();
        return find(id).orElseThrow();
    }

    /** How many there are. */
    public long count() {
        return transactions.session(session -> session.createSelectionQuery("select count(*) from EpochKey", Long.class)
                .getSingleResult());
    }

    /** Wraps the key at this place of their order by the root key of today, in the running transaction. */
    public void rewrap(int position) {
        transactions.session(session -> {
            EpochKey row = session.createSelectionQuery("from EpochKey order by id", EpochKey.class)
                    .setFirstResult(position)
                    .setMaxResults(1)
                    .getSingleResult();
            byte[] key = roots.unwrap(row.key(), PURPOSE + row.id());
            row.wrap(roots.wrap(key, PURPOSE + row.id()));
            Arrays.fill(key, (byte) 0);
            session.update(row);
            return true;
        });
    }

    /** Ends the epochs before this one in which nothing is wrapped any more, in the running transaction. */
    public void endBefore(int id) {
        transactions.session(session -> session.createMutationQuery("delete from EpochKey e where e.id < :id"
                        + " and not exists (select 1 from SubjectKey k where k.epoch = e.id)")
                .setParameter("id", id)
                .executeUpdate());
    }

    /** Reads which epochs there are. A key that is known already stays as it is: the root key isn't asked again. */
    public void reload() {
        read(epochs);
    }

    /**
     * Asks the root key for all of them again.
     *
     * @throws DatabaseRefused when it can't be reached
     */
    void renew() {
        read(new TreeMap<>());
    }

    /** Forgets them: nothing is sealed or opened until the root key answers again. */
    void forget() {
        epochs = new TreeMap<>();
    }

    private synchronized void read(NavigableMap<Integer, Epoch> known) {
        NavigableMap<Integer, Epoch> read = new TreeMap<>();
        direct.sql()
                .all(READ, row -> new Row(row.getInt(1), new WrappedKey(row.getString(3), row.getBytes(2))))
                .forEach(row -> read.put(
                        row.id(),
                        Optional.ofNullable(known.get(row.id())).orElseGet(() -> new Epoch(row.id(), unwrap(row)))));
        epochs = read;
    }

    private void demandKeys() {
        // Renewal gets them back: nobody who waits for an answer asks a service that doesn't give one
        if (epochs.isEmpty()) {
            throw Problem.unavailable(
                    "The service that holds the keys to personal data does not answer. Nothing was done.");
        }
    }

    private record Row(int id, WrappedKey key) {}

    private AesGcmJce unwrap(Row row) {
        byte[] key = roots.unwrap(row.key(), PURPOSE + row.id());
        try {
            return new AesGcmJce(key);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
