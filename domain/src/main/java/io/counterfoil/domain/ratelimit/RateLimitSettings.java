package io.counterfoil.domain.ratelimit;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** What an operator may set about limits. */
public final class RateLimitSettings implements SettingsCatalog {

    private static final double LEAST = 0.001;
    private static final double MOST = 1_000;

    public static final Setting<Double> FACTOR = new Setting<>(
            "counterfoil.rate.limits",
            "a number from 0.001 to 1000",
            "1",
            "A factor for every rate limit: 2 lets everybody call twice as much.",
            RateLimitSettings::factor);
    public static final Setting<Integer> CAPACITY = Setting.number(
            "counterfoil.capacity",
            5,
            5_000,
            500,
            "How many requests one server answers at the same time. A fifth is kept for calls that move money.");
    public static final Setting<URI> REDIS = Setting.uri(
            "counterfoil.rate.limits.redis",
            "a redis:// or rediss:// URL",
            "",
            "The Redis in which several servers share their rate limits. Without it each server counts for itself.");
    public static final Setting<Duration> BODY_TIME = Setting.duration(
            "counterfoil.body.time",
            Duration.ofSeconds(1),
            Duration.ofMinutes(10),
            Duration.ofSeconds(15),
            "How long a request's body may take from its first to its last byte.");

    @Override
    public List<Setting<?>> settings() {
        return List.of(FACTOR, CAPACITY, REDIS, BODY_TIME);
    }

    /** A limit under the factor; never less than one. */
    public static int scale(int limit, double factor) {
        return (int) Math.max(1, Math.round(limit * factor));
    }

    private static double factor(String text) {
        double factor = Double.parseDouble(text);
        if (!(factor >= LEAST && factor <= MOST)) {
            throw new IllegalArgumentException(text);
        }
        return factor;
    }
}
