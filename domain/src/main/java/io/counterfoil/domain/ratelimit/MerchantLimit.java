package io.counterfoil.domain.ratelimit;

import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one merchant's limits are instead of the standard ones; where a value is missing, the standard one holds. */
@Entity
@NotPersonal
@Table(schema = "domain", name = "merchant_limit")
public class MerchantLimit {

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Column(name = "requests_per_second")
    private @Nullable Integer requestsPerSecond;

    @Column
    private @Nullable Integer burst;

    @Column(name = "money_per_second")
    private @Nullable Integer moneyPerSecond;

    @Column(name = "concurrent_requests")
    private @Nullable Integer concurrentRequests;

    @Column(name = "updated_at", nullable = false)
    private Instant updatedAt;

    protected MerchantLimit() {}

    MerchantLimit(UUID merchantId, SetLimits wanted, Instant updatedAt) {
        this.merchantId = merchantId;
        this.requestsPerSecond = wanted.requestsPerSecond();
        this.burst = wanted.burst();
        this.moneyPerSecond = wanted.moneyPerSecond();
        this.concurrentRequests = wanted.concurrentRequests();
        this.updatedAt = updatedAt;
    }

    UUID merchant() {
        return merchantId;
    }

    Limits over(Limits standard) {
        return new Limits(
                requestsPerSecond == null ? standard.requestsPerSecond() : requestsPerSecond,
                burst == null ? standard.burst() : burst,
                moneyPerSecond == null ? standard.moneyPerSecond() : moneyPerSecond,
                concurrentRequests == null ? standard.concurrentRequests() : concurrentRequests);
    }
}
