package io.counterfoil.privacy.epoch;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.time.Duration;
import java.util.List;

/** What an operator may set about the keys that are held in memory. */
public final class EpochSettings implements SettingsCatalog {

    static final Setting<Duration> RENEWAL = Setting.duration(
            "counterfoil.root.key.renewal",
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            "How often the root key is asked again for the keys that are held in memory. While it does not answer, the"
                    + " server is not ready.");
    static final Setting<Duration> GRACE = Setting.duration(
            "counterfoil.root.key.grace",
            Duration.ZERO,
            Duration.ofDays(1),
            Duration.ofMinutes(10),
            "How long those keys are still used while the root key does not answer; after that nothing is sealed or"
                    + " opened.");

    @Override
    public List<Setting<?>> settings() {
        return List.of(RENEWAL, GRACE);
    }
}
