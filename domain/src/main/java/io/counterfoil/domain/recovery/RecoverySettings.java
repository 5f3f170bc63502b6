package io.counterfoil.domain.recovery;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.time.Duration;
import java.util.List;

/** What an operator may set about recovery. */
public final class RecoverySettings implements SettingsCatalog {

    static final Setting<Duration> ALERT_AFTER = Setting.duration(
            "counterfoil.payments.alert.after",
            Duration.ofSeconds(5),
            Duration.ofDays(30),
            Duration.ofHours(1),
            "How long the end of a payment, capture, void or refund may stay unknown before a person is told.");

    @Override
    public List<Setting<?>> settings() {
        return List.of(ALERT_AFTER);
    }
}
