package io.counterfoil.monitoring.peopleletter;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.time.Duration;
import java.util.List;

/** What an operator may set about letters to people. */
public final class PeopleLetterSettings implements SettingsCatalog {

    static final Setting<Duration> RETENTION = Setting.duration(
            "counterfoil.incidents.letters.retention",
            Duration.ofDays(365),
            Duration.ofDays(3660),
            Duration.ofDays(1096),
            "How long it is kept, after an incident was closed, to whom a letter about it was sent; how many stays.");

    @Override
    public List<Setting<?>> settings() {
        return List.of(RETENTION);
    }
}
