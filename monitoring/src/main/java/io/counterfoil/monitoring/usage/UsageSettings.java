package io.counterfoil.monitoring.usage;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.time.Duration;
import java.util.List;

/** What an operator may set about usage. */
public final class UsageSettings implements SettingsCatalog {

    static final Setting<Duration> RETENTION = Setting.duration(
            "counterfoil.usage.retention",
            Duration.ofDays(31),
            Duration.ofDays(800),
            Duration.ofDays(400),
            "How long usage can be asked about, by the hour; by the minute it is a week.");

    static final Setting<Duration> SIGHTINGS_RETENTION = Setting.duration(
            "counterfoil.usage.sightings.retention",
            Duration.ofDays(31),
            Duration.ofDays(3660),
            Duration.ofDays(400),
            "How long it is kept with which route and from which network a key was last used; of a key that works, the last"
                    + " of each stays.");

    @Override
    public List<Setting<?>> settings() {
        return List.of(RETENTION, SIGHTINGS_RETENTION);
    }
}
