package io.counterfoil.domain.operator;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.personaldata.Personal;
import io.counterfoil.domain.rest.Caller;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The token of a person who runs the server. Only a keyed hash of the secret is kept. */
@Entity
@NotPersonal
@Table(schema = "domain", name = "operator_token")
public class OperatorToken {

    @Id
    private UUID id;

    @Personal(
            category = Personal.Category.IDENTITY,
            purpose = "tell operators apart",
            basis = Personal.Basis.LEGITIMATE_INTEREST,
            retention = "as long as the merchant or operator keeps it",
            onErasure = Personal.Fate.NOT_CONCERNED)
    @Column(nullable = false)
    private String name;

    @Column(nullable = false)
    private String roles;

    @Column(name = "last_four", nullable = false)
    private String lastFour;

    @NotPersonal("of a random secret")
    @Column(name = "secret_hash", nullable = false)
    private byte[] secretHash;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    @Column(name = "revoked_at")
    private @Nullable Instant revokedAt;

    @Column(name = "created_by", nullable = false)
    private String createdBy;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    @Column(name = "plain_seen_at")
    private @Nullable Instant plainSeenAt;

    protected OperatorToken() {}

    OperatorToken(
            UUID id, NewOperatorToken wanted, String lastFour, byte[] secretHash, Instant createdAt, String createdBy) {
        this.id = id;
        this.name = wanted.name();
        this.roles = wanted.roles().stream().map(Enum::name).sorted().collect(Collectors.joining(" "));
        this.lastFour = lastFour;
        this.secretHash = secretHash.clone();
        this.createdAt = createdAt;
        this.createdBy = createdBy;
        this.expiresAt = wanted.expiresAt().orElse(null);
    }

    UUID id() {
        return id;
    }

    boolean worksAt(Instant now) {
        return revokedAt == null && (expiresAt == null || expiresAt.isAfter(now));
    }

    boolean revoked() {
        return revokedAt != null;
    }

    void revoke(Instant when) {
        revokedAt = when;
    }

    void seenInPlain(Instant when) {
        plainSeenAt = when;
    }

    /** Whether this is the hash of its secret; takes the same time wherever they differ. */
    boolean hasHash(byte[] hash) {
        return MessageDigest.isEqual(secretHash, hash);
    }

    boolean mayMakeTokens() {
        return caller().roles().contains(Caller.Role.OPERATOR);
    }

    Caller.Operator caller() {
        return new Caller.Operator(
                id, Arrays.stream(roles.split(" ")).map(Caller.Role::valueOf).collect(Collectors.toUnmodifiableSet()));
    }

    View view(@Nullable String secret) {
        return new View(
                IdKind.OPERATOR_TOKEN.text(id),
                "operator_token",
                name,
                secret,
                lastFour,
                caller().roles().stream()
                        .map(CreateOperatorToken::name)
                        .sorted()
                        .toList(),
                createdBy,
                createdAt,
                expiresAt,
                revokedAt);
    }

    /** What the API shows; {@code secret} only in the answer that made it. */
    record View(
            String id,
            String object,
            String name,
            @Nullable String secret,
            String lastFour,
            List<String> roles,
            String createdBy,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt) {}
}
