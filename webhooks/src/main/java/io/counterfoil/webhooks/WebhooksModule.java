package io.counterfoil.webhooks;

import io.counterfoil.domain.database.ModuleSchema;
import io.counterfoil.webhooks.delivery.Attempt;
import io.counterfoil.webhooks.delivery.Delivery;
import io.counterfoil.webhooks.delivery.DeliveryQueueRow;
import io.counterfoil.webhooks.endpoint.Endpoint;
import io.counterfoil.webhooks.endpoint.EndpointStateRow;
import io.counterfoil.webhooks.outbox.StoredEvent;
import io.counterfoil.webhooks.recovery.Recovery;
import io.counterfoil.webhooks.signing.StoredSigner;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** What this module keeps in the database. */
final class WebhooksModule {

    @Produces
    @Singleton
    ModuleSchema schema() {
        return new ModuleSchema(
                "webhooks",
                List.of(
                        "io/counterfoil/webhooks/outbox/V1__event.sql",
                        "io/counterfoil/webhooks/endpoint/V2__endpoint.sql",
                        "io/counterfoil/webhooks/signing/V3__signer.sql",
                        "io/counterfoil/webhooks/delivery/V4__delivery.sql",
                        "io/counterfoil/webhooks/recovery/V5__recovery.sql",
                        "io/counterfoil/webhooks/endpoint/V6__endpoint_choices.sql",
                        "io/counterfoil/webhooks/signing/V7__signer_age.sql",
                        "io/counterfoil/webhooks/delivery/V68__subject.sql",
                        "io/counterfoil/webhooks/endpoint/V75__last_failure.sql",
                        "io/counterfoil/webhooks/endpoint/V76__endpoint_pace.sql",
                        "io/counterfoil/webhooks/endpoint/V77__held_since.sql",
                        "io/counterfoil/webhooks/delivery/V78__planned_since.sql",
                        "io/counterfoil/webhooks/delivery/V79__next_attempt.sql",
                        "io/counterfoil/webhooks/delivery/V87__attempt_failed.sql"),
                List.of(
                        StoredEvent.class,
                        Endpoint.class,
                        EndpointStateRow.class,
                        StoredSigner.class,
                        Delivery.class,
                        DeliveryQueueRow.class,
                        Attempt.class,
                        Recovery.class));
    }
}
