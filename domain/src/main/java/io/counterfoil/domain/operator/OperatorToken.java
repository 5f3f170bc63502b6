package io.counterfoil.domain.operator;

import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.personaldata.Personal;
import io.counterfoil.domain.rest.Caller;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
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

    protected OperatorToken() {}

    OperatorToken(UUID id, String name, Set<Caller.Role> roles, String lastFour, byte[] secretHash, Instant createdAt) {
        this.id = id;
        this.name = name;
        this.roles = roles.stream().map(Enum::name).sorted().collect(Collectors.joining(" "));
        this.lastFour = lastFour;
        this.secretHash = secretHash.clone();
        this.createdAt = createdAt;
    }

    boolean works() {
        return revokedAt == null;
    }

    Caller.Operator caller() {
        return new Caller.Operator(
                id, Arrays.stream(roles.split(" ")).map(Caller.Role::valueOf).collect(Collectors.toUnmodifiableSet()));
    }
}
