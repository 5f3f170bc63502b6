package io.counterfoil.webhooks;

import io.counterfoil.domain.database.ModuleSchema;
import io.counterfoil.webhooks.outbox.StoredEvent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** What this module keeps in the database. */
final class WebhooksModule {

    @Produces
    @Singleton
    ModuleSchema schema() {
        return new ModuleSchema(
                "webhooks", List.of("io/counterfoil/webhooks/outbox/V1__event.sql"), List.of(StoredEvent.class));
    }
}
