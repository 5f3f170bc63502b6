package io.counterfoil.privacy.export;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.personaldata.AccessLog;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A copy that was made. Its content key is sealed under the key of each person in it, one within the other: without any one
 * of them nothing of it opens.
 */
@Entity
@NotPersonal
@Table(schema = "privacy", name = "export")
@IdClass(StoredExport.Key.class)
public class StoredExport {

    record Key(UUID merchantId, UUID requestId) {}

    @Id
    @Column(name = "merchant_id")
    UUID merchantId;

    @Id
    @Column(name = "request_id")
    UUID requestId;

    @Column(nullable = false)
    UUID[] customers;

    @NotPersonal("a key, sealed")
    @Column(name = "content_key", nullable = false)
    byte[] contentKey;

    @Column(nullable = false)
    long size;

    @Column(nullable = false)
    int records;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    @Column(name = "expires_at", nullable = false)
    Instant expiresAt;

    @Column(name = "fetched_at")
    @Nullable
    Instant fetchedAt;

    protected StoredExport() {}

    StoredExport(MerchantScopedId request, List<UUID> customers, byte[] contentKey, Instant now, Instant expiresAt) {
        this.merchantId = request.merchantId();
        this.requestId = request.id();
        this.customers = customers.toArray(UUID[]::new);
        this.contentKey = contentKey.clone();
        this.createdAt = now;
        this.expiresAt = expiresAt;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    public long size() {
        return size;
    }

    /** How many things that are kept about the person it holds. */
    public int records() {
        return records;
    }

    /** Whose data it holds. */
    public List<UUID> customers() {
        return List.of(customers);
    }

    /** What whoever opens it opens: everything that is kept about these people. */
    public List<AccessLog.Opened> opened(boolean livemode) {
        return customers().stream()
                .map(customer ->
                        new AccessLog.Opened(new DataSubject(merchantId, livemode, customer), Set.of("export")))
                .toList();
    }

    public boolean fetched() {
        return fetchedAt != null;
    }

    MerchantScopedId request() {
        return new MerchantScopedId(merchantId, requestId);
    }
}
