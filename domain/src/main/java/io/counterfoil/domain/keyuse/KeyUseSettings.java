package io.counterfoil.domain.keyuse;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.time.Duration;
import java.util.List;

/** What an operator may set about keys that rest. */
public final class KeyUseSettings implements SettingsCatalog {

    static final Setting<Duration> UNUSED_AFTER = Setting.duration(
            "counterfoil.keys.unused.after",
            Duration.ofDays(1),
            Duration.ofDays(365),
            Duration.ofDays(90),
            "How long an API key may rest before an alert asks whether it is still needed (PCI DSS 8.2.6).");

    @Override
    public List<Setting<?>> settings() {
        return List.of(UNUSED_AFTER);
    }
}
