package io.counterfoil.app.ratelimit;

import io.counterfoil.domain.ratelimit.Limits;
import java.time.Duration;

/** The quotas that follow from a merchant's limits. */
record Quotas(Limits limits, Quota key, Quota money, String concurrency) {

    static Quotas of(Limits limits) {
        return new Quotas(
                limits,
                Quota.ofRate("key", limits.burst(), limits.requestsPerSecond()),
                Quota.of("money", limits.moneyPerSecond(), Duration.ofSeconds(1)),
                "\"concurrency\";q=" + limits.concurrentRequests() + ";qu=\"concurrent-requests\"");
    }
}
