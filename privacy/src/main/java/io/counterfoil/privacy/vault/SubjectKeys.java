package io.counterfoil.privacy.vault;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import io.counterfoil.domain.database.DatabaseFailure;
import io.counterfoil.domain.database.DirectTransactions;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.privacy.epoch.Epoch;
import io.counterfoil.privacy.epoch.EpochKeys;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * The keys of data subjects and merchants: random, each its owner's own, wrapped by an epoch's key. What is remembered is
 * wrapped; a subject's no longer than half a second, so that a key which another server has destroyed is gone here too
 * within a second.
 */
@Singleton
public final class SubjectKeys {

    /** Primary key. On a connection of its own: a key that a transaction rolls back could have sealed something. */
    private static final String FIND =
            "SELECT epoch, wrapped FROM privacy_keys.subject_key WHERE merchant_id = ? AND subject_id = ?";

    private static final String INSERT = """
        INSERT INTO privacy_keys.subject_key (merchant_id, subject_id, epoch, wrapped, created_at)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING\
        """;

    private static final String DESTROY =
            "DELETE FROM privacy_keys.subject_key WHERE merchant_id = ? AND subject_id = ? RETURNING epoch";

    /** Primary key. */
    private static final String HOLD =
            "SELECT 1 FROM privacy_keys.subject_key WHERE merchant_id = ? AND subject_id = ? FOR UPDATE";

    static final UUID MERCHANTS_OWN = new UUID(0, 0);
    private static final int LENGTH = 32;

    private final DirectTransactions direct;
    private final Transactions transactions;
    private final EpochKeys epochs;
    private final SecureRandom random;
    private final InstantSource time;
    private final Cache<UUID, Wrapped> merchants = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(5))
            .maximumSize(10_000)
            .build();
    private final Cache<Owner, Wrapped> subjects = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMillis(500))
            .maximumSize(10_000)
            .build();

    @Inject
    public SubjectKeys(
            DirectTransactions direct,
            Transactions transactions,
            EpochKeys epochs,
            SecureRandom random,
            InstantSource time) {
        this.direct = direct;
        this.transactions = transactions;
        this.epochs = epochs;
        this.random = random;
        this.time = time;
    }

    private record Owner(UUID merchant, UUID subject) {}

    private record Wrapped(int epoch, byte[] key) {}

    /** Makes a subject's key, at once and whatever becomes of the running transaction; one that is there stays. */
    public void create(UUID merchant, UUID subject) {
        insert(new Owner(merchant, subject));
    }

    /**
     * Destroys a subject's key, inside the running transaction.
     *
     * @return the epoch that it was wrapped in; empty when there was none
     */
    public OptionalInt destroy(DataSubject subject) {
        Optional<Integer> epoch =
                transactions.sql().first(DESTROY, row -> row.getInt(1), subject.merchant(), subject.customer());
        subjects.invalidate(new Owner(subject.merchant(), subject.customer()));
        return epoch.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /** Whether a subject's key is there; if so, nobody destroys it before the transaction of these statements ends. */
    public boolean hold(Sql sql, DataSubject subject) {
        return sql.first(HOLD, row -> true, subject.merchant(), subject.customer())
                .isPresent();
    }

    /**
     * Demands that keys can be unwrapped.
     *
     * @throws io.counterfoil.domain.rest.Problem 503 when they can't
     */
    void demand() {
        epochs.current();
    }

    /** The key of a subject; empty where it was destroyed. */
    Optional<Aead> ofSubject(UUID merchant, UUID subject) {
        Owner owner = new Owner(merchant, subject);
        return Optional.ofNullable(subjects.get(owner, wanted -> read(wanted).orElse(null)))
                .flatMap(wrapped -> unwrap(owner, wrapped).or(() -> {
                    subjects.invalidate(owner);
                    return read(owner).flatMap(again -> unwrap(owner, again));
                }));
    }

    /** The key of a merchant; made when it is wanted for the first time. */
    Aead ofMerchant(UUID merchant) {
        Owner owner = new Owner(merchant, MERCHANTS_OWN);
        return unwrap(owner, merchants.get(merchant, unknown -> demand(owner)))
                .or(() -> {
                    merchants.invalidate(merchant);
                    return unwrap(owner, demand(owner));
                })
                .orElseThrow();
    }

    private Wrapped demand(Owner owner) {
        return read(owner).orElseGet(() -> {
            insert(owner);
            return read(owner).orElseThrow();
        });
    }

    private Optional<Wrapped> read(Owner owner) {
        return direct.sql()
                .first(FIND, row -> new Wrapped(row.getInt(1), row.getBytes(2)), owner.merchant(), owner.subject());
    }

    private void insert(Owner owner) {
        byte[] key = new byte[LENGTH];
        random.nextBytes(key);
        try {
            insert(owner, key, epochs.current());
        } catch (DatabaseFailure failure) {
            if (!failure.constraint()) {
                throw failure;
            }
            // the epoch has ended on another server
            epochs.reload();
            insert(owner, key, epochs.current());
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private void insert(Owner owner, byte[] key, Epoch epoch) {
        try {
            byte[] wrapped = epoch.key().encrypt(key, context(owner));
            direct.sql().update(INSERT, owner.merchant(), owner.subject(), epoch.id(), wrapped, time.instant());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Empty where the epoch has ended meanwhile: then the key was wrapped anew. */
    private Optional<Aead> unwrap(Owner owner, Wrapped wrapped) {
        return epochs.find(wrapped.epoch()).map(epoch -> {
            try {
                byte[] key = epoch.key().decrypt(wrapped.key(), context(owner));
                try {
                    return new AesGcmJce(key);
                } finally {
                    Arrays.fill(key, (byte) 0);
                }
            } catch (GeneralSecurityException changed) {
                throw new KeyBroken();
            }
        });
    }

    private static byte[] context(Owner owner) {
        return context(owner.merchant(), owner.subject());
    }

    /** What a wrapped key is bound to. */
    static byte[] context(UUID merchant, UUID subject) {
        return ("subject key " + merchant + " " + subject).getBytes(StandardCharsets.UTF_8);
    }
}
