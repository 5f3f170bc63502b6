package io.counterfoil.privacy.signing;

import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** The signing key in the database: the public half as SubjectPublicKeyInfo, the private one sealed. */
@Entity
@NotPersonal
@Table(schema = "privacy", name = "signing_key")
public class SigningKeyRow {

    @Id
    private UUID id;

    @NotPersonal("a key of the server's")
    @Column(name = "public_key", nullable = false)
    private byte[] publicKey;

    @NotPersonal("a key of the server's, sealed")
    @Column(nullable = false)
    private byte[] sealed;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    protected SigningKeyRow() {}

    SigningKeyRow(UUID id, byte[] publicKey, byte[] sealed, Instant createdAt) {
        this.id = id;
        this.publicKey = publicKey.clone();
        this.sealed = sealed.clone();
        this.createdAt = createdAt;
    }

    UUID id() {
        return id;
    }

    byte[] publicKey() {
        return publicKey.clone();
    }

    byte[] sealed() {
        return sealed.clone();
    }
}
