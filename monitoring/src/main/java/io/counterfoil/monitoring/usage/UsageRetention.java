package io.counterfoil.monitoring.usage;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseOpened;
import io.counterfoil.domain.partition.DayPartitions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Keeps the partitions of usage. */
@Singleton
final class UsageRetention {

    private final DayPartitions partitions;
    private final ConfigurationSource configuration;

    @Inject
    UsageRetention(DayPartitions partitions, ConfigurationSource configuration) {
        this.partitions = partitions;
        this.configuration = configuration;
    }

    void keep(@Observes DatabaseOpened opened) {
        partitions.keep("monitoring.usage_minute", Usage.MINUTES_KEPT);
        partitions.keep("monitoring.usage_hour", UsageSettings.RETENTION.in(configuration));
    }
}
