package io.counterfoil.app.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.proxy.optimization.DelayParameters;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Buckets that several servers share. Each server takes some tokens on credit and settles with Redis when a fiftieth of the
 * bucket is spent or some milliseconds have passed: so a busy key costs twenty round trips a second, not one a request, and
 * two servers together let at most some per cent too many through. While Redis is gone the server counts for itself.
 */
final class SharedBuckets implements Buckets {

    private static final Duration CREDIT_TIME = Duration.ofMillis(50);
    private static final int CREDIT = 50;

    private final String policy;
    private final SharedRedis redis;
    private final LocalBuckets local;
    private final Cache<Source, Held> held;

    SharedBuckets(String policy, int most, SharedRedis redis, LocalBuckets local) {
        this.policy = policy;
        this.redis = redis;
        this.local = local;
        this.held = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfter(Quota.<Source, Held>keptFor(Held::quota))
                .build();
    }

    private record Held(Quota quota, Bucket bucket) {}

    @Override
    public Verdict take(Source source, Quota quota) {
        Optional<ProxyManager<byte[]>> proxies = redis.proxies();
        if (proxies.isEmpty()) {
            return local.take(source, quota);
        }
        try {
            return Verdict.of(quota, bucket(proxies.get(), source, quota).tryConsumeAndReturnRemaining(1));
        } catch (RuntimeException gone) {
            redis.gone(gone);
            return local.take(source, quota);
        }
    }

    private Bucket bucket(ProxyManager<byte[]> proxies, Source source, Quota quota) {
        Held found = held.getIfPresent(source);
        if (found == null || !found.quota().equals(quota)) {
            found = held.asMap()
                    .compute(
                            source,
                            (key, known) -> known != null && known.quota().equals(quota)
                                    ? known
                                    : new Held(quota, shared(proxies, source, quota)));
        }
        return found.bucket();
    }

    private Bucket shared(ProxyManager<byte[]> proxies, Source source, Quota quota) {
        BucketConfiguration configuration =
                BucketConfiguration.builder().addLimit(quota.bandwidth()).build();
        return proxies.builder()
                .withOptimization(
                        Optimizations.delaying(new DelayParameters(Math.max(1, quota.tokens() / CREDIT), CREDIT_TIME)))
                .build(name(source, quota), () -> configuration);
    }

    /** Another quota is another bucket: so servers that learn of a merchant's new limits one after the other don't fight. */
    private byte[] name(Source source, Quota quota) {
        return "counterfoil:limit:%s:%s:%s:%s:%s"
                .formatted(
                        policy,
                        Long.toHexString(source.high()),
                        Long.toHexString(source.low()),
                        Long.toHexString(quota.tokens()),
                        Long.toHexString(quota.window().toMillis()))
                .getBytes(StandardCharsets.US_ASCII);
    }
}
