package io.counterfoil.webhooks.signing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.counterfoil.domain.database.DatabaseRefused;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.secret.SecretSealer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The secrets of all endpoints. During a rotation the old one and the new one sign side by side. */
@Singleton
public final class Signers {

    private static final String PURPOSE = "webhook signer";

    /** A rotation never makes more than this many sign: the header stays short. */
    private static final int MOST = 4;

    private static final String EXPIRE = """
        UPDATE webhooks.signer
        SET expires_at = LEAST(COALESCE(expires_at, 'infinity'), ?)
        WHERE merchant_id = ? AND endpoint_id = ?\
        """;

    /** Index signer_endpoint. */
    private static final String COLLECT = """
        UPDATE webhooks.signer SET waiting = false
        WHERE merchant_id = ? AND endpoint_id = ? AND waiting AND expires_at IS NULL
        RETURNING id, sealed\
        """;

    /** Index signer_endpoint. */
    private static final String SIGNING = """
        SELECT s.merchant_id, s.id, s.endpoint_id, s.sealed
        FROM unnest(?::uuid[], ?::uuid[]) AS wanted (merchant, endpoint)
        JOIN webhooks.signer s ON s.merchant_id = wanted.merchant AND s.endpoint_id = wanted.endpoint
        WHERE s.expires_at IS NULL OR s.expires_at > ?
        ORDER BY s.id DESC\
        """;

    private static final String EXPIRE_OTHERS = EXPIRE + " AND id <> ?";

    private static final String FORGET = """
        DELETE FROM webhooks.signer
        WHERE merchant_id = ? AND endpoint_id = ?
          AND (expires_at <= ? OR id NOT IN (SELECT id FROM webhooks.signer
                                             WHERE merchant_id = ? AND endpoint_id = ?
                                             ORDER BY id DESC LIMIT ?))\
        """;

    private final Transactions transactions;
    private final SecretSealer sealer;
    private final SecureRandom random;
    private final InstantSource time;
    private final Ids ids;

    /** Opened signers by id: a row never changes what it holds. */
    private final Cache<UUID, Signer> opened =
            Caffeine.newBuilder().maximumSize(10_000).build();

    @Inject
    public Signers(Transactions transactions, SecretSealer sealer, SecureRandom random, InstantSource time, Ids ids) {
        this.transactions = transactions;
        this.sealer = sealer;
        this.random = random;
        this.time = time;
        this.ids = ids;
    }

    /** Makes the first signer of an endpoint, in the running transaction. */
    public Signer create(UUID merchant, UUID endpoint) {
        Signer signer = Signer.random(random);
        transactions.session(session -> session.insert(stored(merchant, endpoint, signer)));
        return signer;
    }

    /**
     * Makes a new signer beside the one that signs now, in the running transaction. Both sign until the merchant has
     * {@linkplain #collect collected} the new one's secret, however long that takes.
     */
    public void prepare(UUID merchant, UUID endpoint) {
        StoredSigner waiting = stored(merchant, endpoint, Signer.random(random)).waiting();
        transactions.session(session -> session.insert(waiting));
    }

    /**
     * Hands out the signer that waits, once, in the running transaction.
     *
     * @param overlap for how long those before it go on
     */
    public Optional<Signer> collect(UUID merchant, UUID endpoint, Duration overlap) {
        record Collected(UUID id, byte[] sealed) {}
        return transactions
                .sql()
                .first(COLLECT, row -> new Collected(row.getObject(1, UUID.class), row.getBytes(2)), merchant, endpoint)
                .map(collected -> {
                    transactions
                            .sql()
                            .update(EXPIRE_OTHERS, time.instant().plus(overlap), merchant, endpoint, collected.id());
                    return open(merchant, collected.id(), collected.sealed());
                });
    }

    /**
     * Makes a new signer in the running transaction; what signed before goes on beside it.
     *
     * @param overlap for how long it does
     */
    public Signer rotate(UUID merchant, UUID endpoint, Duration overlap) {
        transactions.sql().update(EXPIRE, time.instant().plus(overlap), merchant, endpoint);
        Signer made = create(merchant, endpoint);
        transactions.sql().update(FORGET, merchant, endpoint, time.instant(), merchant, endpoint, MOST);
        return made;
    }

    /**
     * Makes a new signer in the running transaction, and ends all before it at once. Its secret waits to be {@linkplain
     * #collect collected}: whoever reports that a secret was seen by others is not who may have the next one.
     */
    public void replace(UUID merchant, UUID endpoint) {
        transactions.sql().update(EXPIRE, time.instant(), merchant, endpoint);
        prepare(merchant, endpoint);
        transactions.sql().update(FORGET, merchant, endpoint, time.instant(), merchant, endpoint, MOST);
    }

    /** Those that sign now, by endpoint, the newest first. */
    public Map<UUID, List<Signer>> of(Collection<MerchantScopedId> endpoints) {
        record Signing(UUID endpoint, Signer signer) {}
        List<Signing> signing = transactions.join(() -> transactions
                .sql()
                .all(
                        SIGNING,
                        row -> new Signing(
                                row.getObject(3, UUID.class),
                                open(row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getBytes(4))),
                        Sql.texts(endpoints, MerchantScopedId::merchantId),
                        Sql.texts(endpoints, MerchantScopedId::id),
                        time.instant()));
        return signing.stream()
                .collect(Collectors.groupingBy(
                        Signing::endpoint, Collectors.mapping(Signing::signer, Collectors.toList())));
    }

    private StoredSigner stored(UUID merchant, UUID endpoint, Signer signer) {
        UUID id = ids.next();
        byte[] sealed = sealer.seal(PURPOSE, place(merchant, id), signer.bytes());
        return new StoredSigner(merchant, id, endpoint, sealed, time.instant());
    }

    private Signer open(UUID merchant, UUID signer, byte[] sealed) {
        return opened.get(signer, id -> {
            try {
                return Signer.of(sealer.open(PURPOSE, place(merchant, id), sealed));
            } catch (GeneralSecurityException changed) {
                throw new DatabaseRefused("A webhook secret in the database was changed from outside.");
            }
        });
    }

    private static String place(UUID merchant, UUID id) {
        return merchant + "/" + id;
    }
}
