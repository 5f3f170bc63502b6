package io.counterfoil.app.wiring;

import io.counterfoil.domain.signal.Actor;
import io.counterfoil.monitoring.incident.WebhookSecrets;
import io.counterfoil.webhooks.endpoint.Endpoints;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** Incidents end the secrets of webhook endpoints. */
@Singleton
final class SecretsOfWebhooks implements WebhookSecrets {

    private final Endpoints endpoints;

    @Inject
    SecretsOfWebhooks(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public Optional<Owner> owner(UUID endpoint) {
        return endpoints.owner(endpoint).map(owner -> new Owner(owner.merchant(), owner.livemode()));
    }

    @Override
    public void replace(UUID merchant, UUID endpoint, Actor actor) {
        endpoints.replaceSecret(merchant, endpoint, actor);
    }
}
