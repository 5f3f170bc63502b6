package io.counterfoil.webhooks.delivery;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseOpened;
import io.counterfoil.domain.partition.DayPartitions;
import io.counterfoil.webhooks.outbox.OutboxSettings;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;

/**
 * Keeps the partitions of deliveries and attempts. A delivery is kept at least as long as its event: a recovery must know
 * what has arrived.
 */
@Singleton
public final class DeliveryRetention {

    private static final String DELIVERIES = "webhooks.delivery";
    private static final String ATTEMPTS = "webhooks.attempt";

    private final DayPartitions partitions;
    private final ConfigurationSource configuration;

    @Inject
    public DeliveryRetention(DayPartitions partitions, ConfigurationSource configuration) {
        this.partitions = partitions;
        this.configuration = configuration;
    }

    void keep(@Observes DatabaseOpened opened) {
        Duration retention = DeliverySettings.RETENTION.in(configuration);
        Duration events = OutboxSettings.RETENTION.in(configuration);
        partitions.keep(DELIVERIES, retention.compareTo(events) > 0 ? retention : events);
        partitions.keep(ATTEMPTS, retention);
    }

    /** Sees to it that deliveries made at the time of this id have their place. */
    public void coverDeliveries(UUID id) {
        partitions.cover(DELIVERIES, id);
    }

    /** Sees to it that this attempt has its place. */
    public void coverAttempt(UUID id) {
        partitions.cover(ATTEMPTS, id);
    }
}
