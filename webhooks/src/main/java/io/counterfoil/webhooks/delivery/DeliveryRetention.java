package io.counterfoil.webhooks.delivery;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseOpened;
import io.counterfoil.domain.partition.DayPartitions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Keeps the partitions of deliveries and attempts. */
@Singleton
final class DeliveryRetention {

    private final DayPartitions partitions;
    private final ConfigurationSource configuration;

    @Inject
    DeliveryRetention(DayPartitions partitions, ConfigurationSource configuration) {
        this.partitions = partitions;
        this.configuration = configuration;
    }

    void keep(@Observes DatabaseOpened opened) {
        Duration retention = DeliverySettings.RETENTION.in(configuration);
        partitions.keep("webhooks.delivery", retention);
        partitions.keep("webhooks.attempt", retention);
    }
}
