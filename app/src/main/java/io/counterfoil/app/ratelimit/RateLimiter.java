package io.counterfoil.app.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.ratelimit.Limits;
import io.counterfoil.domain.ratelimit.MerchantLimits;
import io.counterfoil.domain.ratelimit.RateLimitSettings;
import io.counterfoil.domain.ratelimit.Refusals;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.util.UUID;

/** Admits requests, or not: in memory, or in Redis where servers share their counts; never in the database. */
@Singleton
public final class RateLimiter {

    private static final int MOST_SOURCES = 100_000;
    private static final int MOST_KEYS = 100_000;
    private static final int MOST_POLICIES = 10_000;
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final MerchantLimits limits;
    private final Refusals refusals;
    private final Capacity capacity;
    private final Quota address;
    private final Quota authentication;
    private final Buckets addresses;
    private final Buckets failures;
    private final Buckets keys;
    private final Buckets merchants;
    private final Cache<UUID, KeyState> states =
            Caffeine.newBuilder().maximumSize(MOST_KEYS).build();
    private final Cache<Limits, Quotas> quotas =
            Caffeine.newBuilder().maximumSize(MOST_POLICIES).build();

    @Inject
    public RateLimiter(MerchantLimits limits, Refusals refusals, BucketStore store, ConfigurationSource configuration) {
        double factor = RateLimitSettings.FACTOR.in(configuration);
        this.limits = limits;
        this.refusals = refusals;
        this.capacity = new Capacity(RateLimitSettings.CAPACITY.in(configuration));
        this.address = Quota.of("address", RateLimitSettings.scale(10_000, factor), WINDOW);
        this.authentication = Quota.of("authentication", RateLimitSettings.scale(300, factor), Duration.ofSeconds(30));
        this.addresses = store.buckets("address", MOST_SOURCES);
        this.failures = store.buckets("authentication", MOST_SOURCES);
        this.keys = store.buckets("key", MOST_KEYS);
        this.merchants = store.buckets("money", MOST_KEYS);
    }

    /** A request that comes in. Nothing is decided yet; close it when the request is answered. */
    public Admission admission(InetAddress client, boolean movesMoney) {
        return new Admission(this, Source.of(client), movesMoney);
    }

    Verdict ofAddress(Source source) {
        return addresses.take(source, address);
    }

    Verdict ofFailure(Source source) {
        return failures.take(source, authentication);
    }

    Verdict ofKey(UUID key, Quotas held) {
        return keys.take(Source.of(key), held.key());
    }

    Verdict ofMoney(UUID merchant, Quotas held) {
        return merchants.take(Source.of(merchant), held.money());
    }

    Quotas quotas(UUID merchant) {
        return quotas.get(limits.of(merchant), Quotas::of);
    }

    KeyState state(UUID key) {
        return states.get(key, absent -> new KeyState());
    }

    Capacity capacity() {
        return capacity;
    }

    Refusals refusals() {
        return refusals;
    }
}
