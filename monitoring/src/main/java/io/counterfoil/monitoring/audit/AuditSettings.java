package io.counterfoil.monitoring.audit;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.time.Duration;
import java.util.List;

/** What an operator may set about the audit log. */
public final class AuditSettings implements SettingsCatalog {

    static final Setting<Duration> RETENTION = Setting.duration(
            "counterfoil.audit.retention",
            Duration.ofDays(365),
            Duration.ofDays(3660),
            Duration.ofDays(366),
            "How long entries of the audit log are kept; twelve months at least.");

    @Override
    public List<Setting<?>> settings() {
        return List.of(RETENTION);
    }
}
