package io.counterfoil.monitoring.alertchannel;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.time.Duration;
import java.util.List;

/** What an operator may set about how people hear of alerts. */
public final class AlertChannelSettings implements SettingsCatalog {

    static final Setting<Duration> INTERVAL = Setting.duration(
            "counterfoil.alerts.interval",
            Duration.ofSeconds(1),
            Duration.ofDays(1),
            Duration.ofMinutes(5),
            "The least time between two notifications of one rule through one channel; what comes up between joins the"
                    + " next.");

    static final Setting<Duration> GIVE_UP = Setting.duration(
            "counterfoil.alerts.give.up",
            Duration.ofHours(1),
            Duration.ofDays(30),
            Duration.ofDays(3),
            "How long a notification is tried again where its channel does not take it.");

    static final Setting<Duration> RETENTION = Setting.duration(
            "counterfoil.alerts.retention",
            Duration.ofDays(31),
            Duration.ofDays(3660),
            Duration.ofDays(400),
            "How long an alert is kept after it was resolved, unless it is about what an open incident is about.");

    @Override
    public List<Setting<?>> settings() {
        return List.of(INTERVAL, GIVE_UP, RETENTION);
    }
}
