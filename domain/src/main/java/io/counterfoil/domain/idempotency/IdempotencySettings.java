package io.counterfoil.domain.idempotency;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.time.Duration;
import java.util.List;

/** What an operator may set about idempotency. */
public final class IdempotencySettings implements SettingsCatalog {

    static final Setting<Duration> LIFETIME = Setting.duration(
            "counterfoil.idempotency.lifetime",
            Duration.ofDays(1),
            Duration.ofDays(400),
            Duration.ofDays(30),
            "How long a key gives the same answer; after that it is forgotten and would be a new request.");

    @Override
    public List<Setting<?>> settings() {
        return List.of(LIFETIME);
    }
}
