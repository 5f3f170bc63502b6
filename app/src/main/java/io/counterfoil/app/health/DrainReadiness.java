package io.counterfoil.app.health;

import io.counterfoil.app.serving.Requests;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** DOWN from the moment when the server was told to stop: a balancer looks elsewhere before the port closes. */
@Readiness
@Singleton
final class DrainReadiness implements HealthCheck {

    private final Requests requests;

    @Inject
    DrainReadiness(Requests requests) {
        this.requests = requests;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("serving").status(!requests.stopping()).build();
    }
}
