package io.counterfoil.app.wiring;

import io.counterfoil.monitoring.incident.MerchantEndpoints;
import io.counterfoil.webhooks.endpoint.Endpoints;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Incidents say by how many webhook endpoints a merchant was told. */
@Singleton
final class EndpointsOfMerchants implements MerchantEndpoints {

    private final Endpoints endpoints;

    @Inject
    EndpointsOfMerchants(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public int taking(UUID merchant, boolean livemode, String type) {
        return endpoints.taking(merchant, livemode, type);
    }
}
