package io.counterfoil.privacy.accesslog;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.time.Duration;
import java.util.List;

/** What an operator may set about the access log. */
public final class AccessLogSettings implements SettingsCatalog {

    static final Setting<Duration> RETENTION = Setting.duration(
            "counterfoil.privacy.access.log.retention",
            Duration.ofDays(30),
            Duration.ofDays(3650),
            Duration.ofDays(365),
            "How long it is kept who opened which data of whom.");

    @Override
    public List<Setting<?>> settings() {
        return List.of(RETENTION);
    }
}
