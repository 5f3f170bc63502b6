package io.counterfoil.app.ratelimit;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Where buckets are: in this server's memory, or in the Redis that servers share. */
@Singleton
final class BucketStore {

    private final SharedRedis redis;

    @Inject
    BucketStore(SharedRedis redis) {
        this.redis = redis;
    }

    /** The buckets of a policy, so many at most in memory. */
    Buckets buckets(String policy, int most) {
        LocalBuckets local = new LocalBuckets(most);
        return redis.isConfigured() ? new SharedBuckets(policy, most, redis, local) : local;
    }
}
