package io.counterfoil.app.ratelimit;

import io.github.bucket4j.ConsumptionProbe;
import java.util.concurrent.TimeUnit;

/**
 * What a quota says to one request.
 *
 * @param remaining tokens that are left
 * @param seconds until the bucket is full again; where the request is refused, until it holds a token
 */
record Verdict(Quota quota, boolean admitted, long remaining, long seconds) {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    static Verdict of(Quota quota, ConsumptionProbe probe) {
        return probe.isConsumed()
                ? new Verdict(quota, true, probe.getRemainingTokens(), ceiling(probe.getNanosToWaitForReset()))
                : new Verdict(quota, false, 0, ceiling(probe.getNanosToWaitForRefill()));
    }

    /** The item of the {@code RateLimit} header. */
    StringBuilder appendTo(StringBuilder header) {
        return header.append('"')
                .append(quota.policy())
                .append("\";r=")
                .append(remaining)
                .append(";t=")
                .append(seconds);
    }

    private static long ceiling(long nanos) {
        return Math.max(1, (nanos + SECOND - 1) / SECOND);
    }
}
