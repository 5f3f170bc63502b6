package io.counterfoil.privacy.certificate;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.time.Duration;
import java.util.List;

/** What an operator must tell for certificates to be true. */
public final class CertificateSettings implements SettingsCatalog {

    static final Setting<Duration> BACKUP_HORIZON = Setting.duration(
            "counterfoil.privacy.backup.horizon",
            Duration.ZERO,
            Duration.ofDays(3650),
            Duration.ofDays(30),
            "How long backups of the keys of people are kept; certificates of erasure name the day after which none is"
                    + " left.");

    @Override
    public List<Setting<?>> settings() {
        return List.of(BACKUP_HORIZON);
    }
}
