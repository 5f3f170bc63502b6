package io.counterfoil.webhooks.delivery;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.time.Duration;
import java.util.List;

/** What an operator may set about deliveries. */
public final class DeliverySettings implements SettingsCatalog {

    static final Setting<Duration> RETENTION = Setting.duration(
            "counterfoil.webhooks.retention",
            Duration.ofDays(7),
            Duration.ofDays(400),
            Duration.ofDays(30),
            "How long the attempts to deliver can be listed; deliveries can be as long as their events.");

    @Override
    public List<Setting<?>> settings() {
        return List.of(RETENTION);
    }
}
