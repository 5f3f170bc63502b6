package io.counterfoil.privacy.request;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import io.counterfoil.privacy.deadline.Regime;
import java.time.Duration;
import java.util.List;

/** What an operator may set about requests of people. */
public final class RequestSettings implements SettingsCatalog {

    static final Setting<Duration> GRACE = Setting.duration(
            "counterfoil.privacy.grace",
            Duration.ZERO,
            Duration.ofDays(14),
            Duration.ZERO,
            "How long a verified privacy request waits before it is worked on, and can be taken back meanwhile.");
    static final Setting<Regime> REGIME = Setting.choice(
            "counterfoil.privacy.regime",
            Regime.class,
            Regime.GDPR,
            "The law that requests are answered under where they name none.");

    @Override
    public List<Setting<?>> settings() {
        return List.of(GRACE, REGIME);
    }
}
