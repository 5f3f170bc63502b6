package io.counterfoil.privacy.epoch;

import com.google.crypto.tink.subtle.AesGcmJce;
import io.counterfoil.domain.database.DatabaseOpened;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.secret.RootKeys;
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
 * The epoch keys, unwrapped by the root key once and then held in memory: the root key may be far away, and is asked at
 * start, when an epoch begins, and when another server has begun one.
 */
@Singleton
public final class EpochKeys {

    private static final int LENGTH = 32;
    private static final String PURPOSE = "epoch key ";

    private final RootKeys roots;
    private final Transactions transactions;
    private final SecureRandom random;
    private final InstantSource time;
    private volatile NavigableMap<Integer, Epoch> epochs = new TreeMap<>();

    @Inject
    public EpochKeys(RootKeys roots, Transactions transactions, SecureRandom random, InstantSource time) {
        this.roots = roots;
        this.transactions = transactions;
        this.random = random;
        this.time = time;
    }

    void open(@Observes @Priority(10) DatabaseOpened opened) {
        reload();
        if (epochs.isEmpty()) {
            begin();
        }
    }

    /** The epoch that new keys are wrapped in. */
    public Epoch current() {
        return epochs.lastEntry().getValue();
    }

    /** An epoch; empty once nothing is wrapped in it any more. */
    public Optional<Epoch> find(int id) {
        if (!epochs.containsKey(id)) {
            reload();
        }
        return Optional.ofNullable(epochs.get(id));
    }

    /** Begins the next epoch. */
    public Epoch begin() {
        byte[] key = new byte[LENGTH];
        random.nextBytes(key);
        int id = transactions.session(session -> {
            int next = 1
                    + session.createSelectionQuery("select coalesce(max(id), 0) from EpochKey", Integer.class)
                            .getSingleResult();
            session.insert(new EpochKey(next, roots.wrap(key, PURPOSE + next), time.instant()));
            return next;
        });
        return find(id).orElseThrow();
    }

    /** Reads which epochs there are. A key that is known already stays as it is: the root key isn't asked again. */
    public final synchronized void reload() {
        NavigableMap<Integer, Epoch> read = new TreeMap<>();
        transactions
                .session(session -> session.createSelectionQuery("from EpochKey order by id", EpochKey.class)
                        .getResultList())
                .forEach(row -> read.put(
                        row.id(),
                        Optional.ofNullable(epochs.get(row.id())).orElseGet(() -> new Epoch(row.id(), unwrap(row)))));
        epochs = read;
    }

    private AesGcmJce unwrap(EpochKey row) {
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
