package io.counterfoil.domain.apikey;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.network.Network;
import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.personaldata.Personal;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.secret.Token;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A key of a merchant, in one mode. The secret itself is not kept, only a keyed hash of it. */
@Entity
@NotPersonal
@Table(schema = "domain", name = "api_key")
@IdClass(MerchantScopedId.class)
public class ApiKey {

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    private UUID id;

    @Column(nullable = false)
    private boolean livemode;

    @Personal(
            category = Personal.Category.IDENTITY,
            purpose = "tell a merchant's keys apart",
            basis = Personal.Basis.LEGITIMATE_INTEREST,
            retention = "as long as the merchant or operator keeps it",
            onErasure = Personal.Fate.NOT_CONCERNED)
    @Column(nullable = false)
    private String name;

    @Column(nullable = false)
    private String prefix;

    @Column(name = "last_four", nullable = false)
    private String lastFour;

    @NotPersonal("of a random secret")
    @Column(name = "secret_hash", nullable = false)
    private byte[] secretHash;

    @Column(nullable = false)
    private String scopes;

    @Personal(
            category = Personal.Category.ONLINE_IDENTIFIER,
            purpose = "keep a key to known addresses",
            basis = Personal.Basis.LEGITIMATE_INTEREST,
            retention = "as long as the key is kept",
            onErasure = Personal.Fate.NOT_CONCERNED)
    @Column(name = "ip_allow_list", nullable = false)
    private String ipAllowList;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    @Column(name = "revoked_at")
    private @Nullable Instant revokedAt;

    @Column(name = "last_used_at")
    private @Nullable Instant lastUsedAt;

    /** Which of the hash's keys; see {@link ApiKeySecrets}. */
    @Column(name = "hash_key_id", nullable = false)
    private short hashKeyId = ApiKeySecrets.HASH_KEY;

    @Column(name = "created_by", nullable = false)
    private String createdBy;

    @Column(name = "successor_id")
    private @Nullable UUID successorId;

    @Column(name = "exposed_at")
    private @Nullable Instant exposedAt;

    @Column(name = "exposed_by")
    private @Nullable String exposedBy;

    @Column(name = "browser_seen_at")
    private @Nullable Instant browserSeenAt;

    @Column(name = "plain_seen_at")
    private @Nullable Instant plainSeenAt;

    @Column(name = "unused_told_at")
    private @Nullable Instant unusedToldAt;

    protected ApiKey() {}

    ApiKey(UUID id, NewApiKey wanted, Token secret, byte[] secretHash, Instant createdAt, String createdBy) {
        this.merchantId = wanted.merchant();
        this.id = id;
        this.livemode = wanted.livemode();
        this.name = wanted.name();
        this.prefix = secret.prefix();
        this.lastFour = secret.lastFour();
        this.secretHash = secretHash.clone();
        this.scopes = String.join(" ", wanted.scopes());
        this.ipAllowList = String.join(" ", wanted.ipAllowList());
        this.createdAt = createdAt;
        this.createdBy = createdBy;
        this.expiresAt = wanted.expiresAt().orElse(null);
    }

    /** Whether the key works at this time. */
    boolean worksAt(Instant now) {
        return revokedAt == null && (expiresAt == null || expiresAt.isAfter(now));
    }

    boolean expired(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }

    /** Whether this is the hash of its secret; takes the same time wherever they differ. */
    boolean hasHash(byte[] hash) {
        return MessageDigest.isEqual(secretHash, hash);
    }

    /** What authentication keeps of it. */
    KnownKey known() {
        return new KnownKey(
                new Caller.MerchantKey(merchantId, livemode, id, scopes()),
                words(ipAllowList).stream()
                        .flatMap(text -> Network.parse(text).stream())
                        .toList(),
                !ipAllowList.isEmpty(),
                revokedAt == null,
                Optional.ofNullable(expiresAt));
    }

    Set<String> scopes() {
        return Set.copyOf(words(scopes));
    }

    /** What a successor of this key is made of: it may do the same, from the same places, for as long. */
    NewApiKey successor() {
        return new NewApiKey(
                merchantId, livemode, name, words(scopes), words(ipAllowList), Optional.ofNullable(expiresAt));
    }

    boolean hasSuccessor() {
        return successorId != null;
    }

    /** Goes on until then beside its successor. */
    void endFor(UUID successor, Instant when) {
        successorId = successor;
        expiresAt = expiresAt == null || when.isBefore(expiresAt) ? when : expiresAt;
    }

    void revoke(Instant when) {
        revokedAt = when;
    }

    /** Remembers for good that others may hold the secret. */
    void expose(String by, Instant when) {
        if (exposedAt == null) {
            exposedAt = when;
            exposedBy = by;
        }
    }

    void seenInPlain(Instant when) {
        plainSeenAt = when;
    }

    boolean exposed() {
        return exposedAt != null;
    }

    boolean revoked() {
        return revokedAt != null;
    }

    UUID id() {
        return id;
    }

    UUID merchant() {
        return merchantId;
    }

    boolean livemode() {
        return livemode;
    }

    View view() {
        return new View(
                IdKind.API_KEY.text(id),
                "api_key",
                name,
                null,
                prefix,
                lastFour,
                livemode,
                words(scopes),
                words(ipAllowList),
                createdAt,
                expiresAt,
                revokedAt,
                lastUsedAt,
                exposedAt);
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    /** What the API shows; {@code secret} only in the answer that made the key. */
    record View(
            String id,
            String object,
            String name,
            @Nullable String secret,
            String prefix,
            String lastFour,
            boolean livemode,
            List<String> scopes,
            List<String> ipAllowList,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant exposedAt) {

        View revealing(Token shown) {
            return new View(
                    id,
                    object,
                    name,
                    shown.reveal(),
                    prefix,
                    lastFour,
                    livemode,
                    scopes,
                    ipAllowList,
                    createdAt,
                    expiresAt,
                    revokedAt,
                    lastUsedAt,
                    exposedAt);
        }
    }
}
