package io.counterfoil.privacy.export;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.time.Duration;
import java.util.List;

/** What an operator may set about copies. */
public final class ExportSettings implements SettingsCatalog {

    static final Setting<Duration> LIFETIME = Setting.duration(
            "counterfoil.privacy.export.lifetime",
            Duration.ofHours(1),
            Duration.ofDays(30),
            Duration.ofDays(7),
            "How long the copy of somebody's data can be fetched; then it is deleted.");

    @Override
    public List<Setting<?>> settings() {
        return List.of(LIFETIME);
    }
}
