package io.counterfoil.app.ratelimit;

import jakarta.inject.Singleton;

/** Where buckets are. */
@Singleton
final class BucketStore {

    /** The buckets of a policy, so many at most in memory. */
    Buckets buckets(String policy, int most) {
        return new LocalBuckets(most);
    }
}
