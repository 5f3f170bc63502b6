package io.counterfoil.monitoring.audit;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseOpened;
import io.counterfoil.domain.partition.DayPartitions;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Keeps the partitions of the audit log. */
@Singleton
final class AuditRetention {

    private final DayPartitions partitions;
    private final ConfigurationSource configuration;

    @Inject
    AuditRetention(DayPartitions partitions, ConfigurationSource configuration) {
        this.partitions = partitions;
        this.configuration = configuration;
    }

    /** Before anybody does what is audited: also what the opening of the database itself brings about. */
    void keep(@Observes @Priority(2) DatabaseOpened opened) {
        partitions.keep("monitoring.audit_entry", AuditSettings.RETENTION.in(configuration));
    }
}
