package io.counterfoil.domain.receipt;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A receipt secret in the database, sealed. It is never deleted: what it signed stays verifiable. */
@Entity
@NotPersonal
@Table(schema = "domain", name = "receipt_secret")
@IdClass(MerchantScopedId.class)
public class StoredReceiptSecret {

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    private UUID id;

    @Column(nullable = false)
    private boolean livemode;

    @NotPersonal("a random secret")
    @Column(nullable = false)
    private byte[] sealed;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    /** Since when others may hold it. */
    @Column(name = "compromised_at")
    private @Nullable Instant compromisedAt;

    protected StoredReceiptSecret() {}

    StoredReceiptSecret(UUID merchantId, UUID id, boolean livemode, byte[] sealed, Instant createdAt) {
        this.merchantId = merchantId;
        this.id = id;
        this.livemode = livemode;
        this.sealed = sealed.clone();
        this.createdAt = createdAt;
    }

    UUID id() {
        return id;
    }

    UUID merchantId() {
        return merchantId;
    }

    boolean livemode() {
        return livemode;
    }

    byte[] sealed() {
        return sealed.clone();
    }

    @Nullable
    Instant expiresAt() {
        return expiresAt;
    }

    void expireAt(Instant when) {
        expiresAt = when;
    }

    void compromisedAt(Instant when) {
        if (compromisedAt == null) {
            compromisedAt = when;
        }
    }

    boolean compromised() {
        return compromisedAt != null;
    }

    View view(@Nullable String secret) {
        return new View(IdKind.RECEIPT_SECRET.text(id), "receipt_secret", secret, livemode, createdAt, expiresAt);
    }

    /** What the API shows; {@code secret} only in the answer that made it. */
    record View(
            String id,
            String object,
            @Nullable String secret,
            boolean livemode,
            Instant createdAt,
            @Nullable Instant expiresAt) {}
}
