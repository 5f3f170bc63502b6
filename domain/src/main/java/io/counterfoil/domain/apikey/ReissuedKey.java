package io.counterfoil.domain.apikey;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A secret that waits to be collected, once. */
@Entity
@NotPersonal
@Table(schema = "domain", name = "reissued_key")
@IdClass(MerchantScopedId.class)
public class ReissuedKey {

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    private UUID id;

    @NotPersonal("a sealed random secret")
    @Column(nullable = false)
    private byte[] sealed;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    protected ReissuedKey() {}

    ReissuedKey(UUID merchantId, UUID id, byte[] sealed, Instant createdAt) {
        this.merchantId = merchantId;
        this.id = id;
        this.sealed = sealed.clone();
        this.createdAt = createdAt;
    }

    byte[] sealed() {
        return sealed.clone();
    }

    Instant createdAt() {
        return createdAt;
    }
}
