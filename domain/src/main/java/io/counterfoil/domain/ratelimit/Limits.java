package io.counterfoil.domain.ratelimit;

/**
 * How much one merchant may call.
 *
 * @param requestsPerSecond what each of its keys may send for ever
 * @param burst what a key that has rested may send at once
 * @param moneyPerSecond calls that move money, all its keys together
 * @param concurrentRequests requests of one key that are answered at the same time
 */
public record Limits(int requestsPerSecond, int burst, int moneyPerSecond, int concurrentRequests) {

    static Limits scaled(double factor) {
        return new Limits(
                RateLimitSettings.scale(100, factor),
                RateLimitSettings.scale(1_000, factor),
                RateLimitSettings.scale(500, factor),
                RateLimitSettings.scale(128, factor));
    }
}
