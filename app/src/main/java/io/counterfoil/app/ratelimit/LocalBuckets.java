package io.counterfoil.app.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;

/**
 * Buckets in this server's memory. Those that are full again are forgotten, and never more are kept than fit: of a flood of
 * sources that come once, the cache keeps those that come often, which are the ones worth counting.
 */
final class LocalBuckets implements Buckets {

    private final Cache<Source, Held> held;
    private final TimeMeter time;

    LocalBuckets(int most) {
        this(most, TimeMeter.SYSTEM_NANOTIME);
    }

    LocalBuckets(int most, TimeMeter time) {
        this.time = time;
        this.held = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfter(Quota.<Source, Held>keptFor(Held::quota))
                .ticker((Ticker) time::currentTimeNanos)
                .build();
    }

    private record Held(Quota quota, Bucket bucket) {}

    @Override
    public Verdict take(Source source, Quota quota) {
        Held found = held.getIfPresent(source);
        if (found == null || !found.quota().equals(quota)) {
            found = held.asMap()
                    .compute(
                            source,
                            (key, known) -> known != null && known.quota().equals(quota)
                                    ? known
                                    : new Held(quota, bucket(quota)));
        }
        return Verdict.of(quota, found.bucket().tryConsumeAndReturnRemaining(1));
    }

    long size() {
        held.cleanUp();
        return held.estimatedSize();
    }

    private Bucket bucket(Quota quota) {
        return Bucket.builder()
                .addLimit(quota.bandwidth())
                .withCustomTimePrecision(time)
                .build();
    }
}
