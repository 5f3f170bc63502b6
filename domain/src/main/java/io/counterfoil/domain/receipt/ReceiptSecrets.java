package io.counterfoil.domain.receipt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.counterfoil.domain.database.DatabaseRefused;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.secret.Base62;
import io.counterfoil.domain.secret.SecretSealer;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.domain.signal.AuditedAct;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The secrets that receipts are signed with: the newest of a merchant and mode signs, all others still verify. */
@Singleton
public final class ReceiptSecrets {

    private static final Duration FRESH = Duration.ofMillis(500);
    private static final String PURPOSE = "receipt secret";
    private static final int LENGTH = 43;

    private final Transactions transactions;
    private final SecretSealer sealer;
    private final SecureRandom random;
    private final InstantSource time;
    private final Ids ids;
    private final Event<AuditedAct> acts;
    private final Cache<Owner, ReceiptSecret> signing =
            Caffeine.newBuilder().expireAfterWrite(FRESH).maximumSize(10_000).build();

    @Inject
    public ReceiptSecrets(
            Transactions transactions,
            SecretSealer sealer,
            SecureRandom random,
            InstantSource time,
            Ids ids,
            Event<AuditedAct> acts) {
        this.transactions = transactions;
        this.sealer = sealer;
        this.random = random;
        this.time = time;
        this.ids = ids;
        this.acts = acts;
    }

    private record Owner(UUID merchant, boolean livemode) {}

    /** Makes the first secret of a merchant and mode, in the running transaction. */
    void create(UUID merchant, boolean livemode) {
        insert(merchant, livemode);
    }

    /** The secret that signs now; another server's roll is noticed within half a second. */
    public ReceiptSecret signing(UUID merchant, boolean livemode) {
        return signing.get(new Owner(merchant, livemode), owner -> open(newest(owner.merchant(), owner.livemode())));
    }

    /** A secret of this merchant and mode by its {@code key_id}, however old. */
    Optional<ReceiptSecret> find(UUID merchant, boolean livemode, String keyId) {
        return IdKind.RECEIPT_SECRET
                .parse(keyId)
                .flatMap(id -> transactions.session(session -> Optional.ofNullable(
                        session.get(StoredReceiptSecret.class, new MerchantScopedId(merchant, id)))))
                .filter(secret -> secret.livemode() == livemode)
                .map(this::open);
    }

    /**
     * Makes a new secret, which signs from now on.
     *
     * @param overlap how long merchants should go on accepting the old one; it is told as its {@code expires_at}
     */
    Rolled roll(UUID merchant, boolean livemode, Duration overlap) {
        return transactions.session(session -> {
            StoredReceiptSecret old = newest(merchant, livemode);
            old.expireAt(time.instant().plus(overlap));
            session.update(old);
            StoredReceiptSecret stored = insert(merchant, livemode);
            signing.invalidate(new Owner(merchant, livemode));
            return new Rolled(stored, open(stored));
        });
    }

    /** The {@code key_id} of a secret that others may hold, and of the one in its place. */
    public record Replaced(String compromised, String signsNow) {}

    /**
     * Ends the secret that signs now, without an overlap, since others may hold it: what it signed is valid from now on only
     * if we have it. The merchant rolls once more to get a secret that it knows.
     */
    public Replaced replace(UUID merchant, boolean livemode, Actor actor) {
        return transactions.session(session -> {
            StoredReceiptSecret old = newest(merchant, livemode);
            old.compromisedAt(time.instant());
            session.update(old);
            Rolled rolled = roll(merchant, livemode, Duration.ZERO);
            Replaced replaced = new Replaced(
                    IdKind.RECEIPT_SECRET.text(old.id()),
                    IdKind.RECEIPT_SECRET.text(rolled.stored().id()));
            acts.fire(actor.did(
                    merchant,
                    "receipt_secret.replaced",
                    replaced.compromised(),
                    Map.of("livemode", Boolean.toString(livemode), "successor", replaced.signsNow())));
            return replaced;
        });
    }

    /** Whether others may hold the secret of this name. */
    boolean compromised(UUID merchant, String keyId) {
        return IdKind.RECEIPT_SECRET
                .parse(keyId)
                .flatMap(id -> transactions.session(session -> Optional.ofNullable(
                        session.get(StoredReceiptSecret.class, new MerchantScopedId(merchant, id)))))
                .filter(StoredReceiptSecret::compromised)
                .isPresent();
    }

    /** A new secret, in the one moment in which it is shown. */
    record Rolled(StoredReceiptSecret stored, ReceiptSecret secret) {}

    private StoredReceiptSecret newest(UUID merchant, boolean livemode) {
        return transactions.session(session -> session.createSelectionQuery(
                        "from StoredReceiptSecret where merchantId = :merchant and livemode = :livemode"
                                + " order by id desc",
                        StoredReceiptSecret.class)
                .setParameter("merchant", merchant)
                .setParameter("livemode", livemode)
                .setMaxResults(1)
                .getSingleResult());
    }

    private StoredReceiptSecret insert(UUID merchant, boolean livemode) {
        UUID id = ids.next();
        String text = (livemode ? "rcs_live_" : "rcs_test_") + Base62.random(random, LENGTH);
        byte[] sealed = sealer.seal(PURPOSE, place(merchant, id), text.getBytes(StandardCharsets.US_ASCII));
        Instant now = time.instant();
        StoredReceiptSecret stored = new StoredReceiptSecret(merchant, id, livemode, sealed, now);
        transactions.session(session -> session.insert(stored));
        return stored;
    }

    private ReceiptSecret open(StoredReceiptSecret stored) {
        try {
            byte[] text = sealer.open(PURPOSE, place(stored.merchantId(), stored.id()), stored.sealed());
            return new ReceiptSecret(
                    IdKind.RECEIPT_SECRET.text(stored.id()), new String(text, StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException changed) {
            throw new DatabaseRefused("A receipt secret in the database was changed from outside.");
        }
    }

    private static String place(UUID merchant, UUID id) {
        return merchant + "/" + id;
    }
}
