package io.counterfoil.webhooks.endpoint;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.time.Duration;
import java.util.List;

/** What an operator may set about endpoints. */
public final class EndpointSettings implements SettingsCatalog {

    static final Setting<Duration> SECRET_AGE = Setting.duration(
            "counterfoil.webhooks.secret.age",
            Duration.ofDays(1),
            Duration.ofDays(3650),
            Duration.ofDays(365),
            "After so long a merchant is urged to rotate the secret of a webhook endpoint.");

    @Override
    public List<Setting<?>> settings() {
        return List.of(SECRET_AGE);
    }
}
