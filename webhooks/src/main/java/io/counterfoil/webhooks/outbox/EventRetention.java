package io.counterfoil.webhooks.outbox;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseOpened;
import io.counterfoil.domain.partition.DayPartitions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Keeps the partitions of events. */
@Singleton
final class EventRetention {

    static final String TABLE = "webhooks.event";

    private final DayPartitions partitions;
    private final ConfigurationSource configuration;

    @Inject
    EventRetention(DayPartitions partitions, ConfigurationSource configuration) {
        this.partitions = partitions;
        this.configuration = configuration;
    }

    void keep(@Observes DatabaseOpened opened) {
        partitions.keep(TABLE, OutboxSettings.RETENTION.in(configuration));
    }
}
