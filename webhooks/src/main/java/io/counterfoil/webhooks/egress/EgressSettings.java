package io.counterfoil.webhooks.egress;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.Environment;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** What an operator may set about requests to the outside. */
public final class EgressSettings implements SettingsCatalog {

    private static final Setting<Boolean> ALLOW_LOCAL = Setting.flag(
            "counterfoil.webhooks.allow.local",
            false,
            "In development alone: webhook endpoints may be http://localhost and loopback addresses.");

    /** How long one attempt may take; a look-up of the name counts, and only the system's resolver ends it. */
    static final Setting<Duration> TIMEOUT = Setting.duration(
            "counterfoil.webhooks.timeout",
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofSeconds(20),
            "How long one delivery may take, from the look-up of the name, which is not broken off, to the last byte.");

    /** How many attempts one server has in flight. */
    public static final Setting<Integer> CONCURRENCY = Setting.number(
            "counterfoil.webhooks.concurrency",
            1,
            2000,
            128,
            "How many webhook deliveries one server has in flight at the same time.");

    /** Where webhooks may go, beside the address: no mail server, no shell. */
    public static final Setting<Ports> PORTS = new Setting<>(
            "counterfoil.webhooks.ports",
            "ports and ranges of ports, separated by commas",
            "443,1024-65535",
            "The ports that webhooks may be sent to.",
            Ports::parse);

    /** The way out where there is no direct one. */
    static final Setting<URI> PROXY = new Setting<>(
            "counterfoil.webhooks.proxy",
            "a URL such as http://proxy.internal:3128",
            "",
            "A forward proxy that all webhooks go through. It must refuse private addresses itself, since it looks"
                    + " names up.",
            EgressSettings::proxy);

    /** Whether receivers on this machine are allowed: never in production. */
    public static boolean localAllowed(ConfigurationSource configuration) {
        return ServerSettings.ENVIRONMENT.in(configuration) == Environment.DEVELOPMENT && ALLOW_LOCAL.in(configuration);
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(ALLOW_LOCAL, TIMEOUT, CONCURRENCY, PORTS, PROXY);
    }

    private static URI proxy(String text) {
        URI proxy = URI.create(text);
        if (!"http".equalsIgnoreCase(proxy.getScheme()) || proxy.getHost() == null || proxy.getPort() < 1) {
            throw new IllegalArgumentException(text);
        }
        return proxy;
    }
}
