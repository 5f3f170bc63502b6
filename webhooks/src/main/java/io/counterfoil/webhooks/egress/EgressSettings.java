package io.counterfoil.webhooks.egress;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.Environment;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.time.Duration;
import java.util.List;

/** What an operator may set about requests to the outside. */
public final class EgressSettings implements SettingsCatalog {

    private static final Setting<Boolean> ALLOW_LOCAL = Setting.flag(
            "counterfoil.webhooks.allow.local",
            false,
            "In development alone: webhook endpoints may be http://localhost and loopback addresses.");

    /** How long one attempt may take, from the look-up of the name to the last byte of the body. */
    static final Setting<Duration> TIMEOUT = Setting.duration(
            "counterfoil.webhooks.timeout",
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofSeconds(20),
            "How long one delivery may take, from looking the name up to the last byte of the answer.");

    /** How many attempts one server has in flight. */
    public static final Setting<Integer> CONCURRENCY = Setting.number(
            "counterfoil.webhooks.concurrency",
            1,
            2000,
            128,
            "How many webhook deliveries one server has in flight at the same time.");

    /** Whether receivers on this machine are allowed: never in production. */
    public static boolean localAllowed(ConfigurationSource configuration) {
        return ServerSettings.ENVIRONMENT.in(configuration) == Environment.DEVELOPMENT && ALLOW_LOCAL.in(configuration);
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(ALLOW_LOCAL, TIMEOUT, CONCURRENCY);
    }
}
