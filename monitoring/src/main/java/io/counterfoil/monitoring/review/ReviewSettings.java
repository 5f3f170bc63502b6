package io.counterfoil.monitoring.review;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.time.Duration;
import java.util.List;

/** What an operator may set about the daily review. */
public final class ReviewSettings implements SettingsCatalog {

    static final Setting<Duration> DEADLINE = Setting.duration(
            "counterfoil.review.deadline",
            Duration.ofHours(1),
            Duration.ofDays(7),
            Duration.ofDays(1),
            "How long after a day's end its review may wait for a signature before an alert is raised.");

    @Override
    public List<Setting<?>> settings() {
        return List.of(DEADLINE);
    }
}
