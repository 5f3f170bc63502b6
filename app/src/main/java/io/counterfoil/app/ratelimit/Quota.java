package io.counterfoil.app.ratelimit;

import com.github.benmanes.caffeine.cache.Expiry;
import io.github.bucket4j.Bandwidth;
import java.time.Duration;
import java.util.function.Function;

/**
 * A quota policy (draft-ietf-httpapi-ratelimit-headers-11, section 4): a bucket of so many tokens, which fills at an even
 * rate and is full again after the window.
 *
 * @param policy its name, as headers and {@code violated-policies} have it
 * @param header the item of {@code RateLimit-Policy}
 */
record Quota(String policy, long tokens, Duration window, String header) {

    static Quota of(String policy, long tokens, Duration window) {
        long seconds = Math.max(1, (window.toMillis() + 999) / 1000);
        return new Quota(policy, tokens, window, "\"" + policy + "\";q=" + tokens + ";w=" + seconds);
    }

    /** A burst, and the rate at which it comes back. */
    static Quota ofRate(String policy, int burst, int perSecond) {
        return of(policy, burst, Duration.ofMillis(Math.max(1, 1000L * burst / perSecond)));
    }

    Bandwidth bandwidth() {
        return Bandwidth.builder().capacity(tokens).refillGreedy(tokens, window).build();
    }

    /** A bucket that nobody touched for its window is full: as good as none, so it need not be kept. */
    static <K, V> Expiry<K, V> keptFor(Function<V, Quota> quota) {
        return Expiry.accessing((key, value) -> quota.apply(value).window().plusSeconds(1));
    }
}
