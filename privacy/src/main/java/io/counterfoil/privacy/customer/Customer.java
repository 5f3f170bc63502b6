package io.counterfoil.privacy.customer;

import io.counterfoil.domain.database.MerchantScopedId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person who pays a merchant. */
@Entity
@Table(schema = "privacy", name = "customer")
@IdClass(MerchantScopedId.class)
public class Customer {

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    private UUID id;

    @Column(nullable = false)
    private boolean livemode;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    @Column(name = "erased_at")
    private @Nullable Instant erasedAt;

    protected Customer() {}

    boolean present(boolean mode) {
        return livemode == mode && erasedAt == null;
    }
}
