package io.counterfoil.webhooks.signing;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A signer in the database, sealed. After {@code expires_at} it signs no more. */
@Entity
@NotPersonal
@Table(schema = "webhooks", name = "signer")
@IdClass(MerchantScopedId.class)
public class StoredSigner {

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    @Column(name = "id")
    private UUID id;

    @Column(name = "endpoint_id", nullable = false)
    private UUID endpointId;

    @NotPersonal("a random secret")
    @Column(name = "sealed", nullable = false)
    private byte[] sealed;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    /** Its secret has not been shown yet; once it expires, nobody waits for it any more. */
    @Column(name = "waiting", nullable = false)
    private boolean waiting;

    /** When the merchant was told that it is old. */
    @Column(name = "urged_at")
    private @Nullable Instant urgedAt;

    protected StoredSigner() {}

    StoredSigner(UUID merchantId, UUID id, UUID endpointId, byte[] sealed, Instant createdAt) {
        this.merchantId = merchantId;
        this.id = id;
        this.endpointId = endpointId;
        this.sealed = sealed.clone();
        this.createdAt = createdAt;
    }

    StoredSigner waiting() {
        waiting = true;
        return this;
    }
}
