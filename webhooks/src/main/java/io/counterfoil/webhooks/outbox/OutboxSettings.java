package io.counterfoil.webhooks.outbox;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.time.Duration;
import java.util.List;

/** What an operator may set about events. */
public final class OutboxSettings implements SettingsCatalog {

    public static final Setting<Duration> RETENTION = Setting.duration(
            "counterfoil.events.retention",
            Duration.ofDays(7),
            Duration.ofDays(400),
            Duration.ofDays(90),
            "How long events can be listed, sent again and recovered.");

    @Override
    public List<Setting<?>> settings() {
        return List.of(RETENTION);
    }
}
