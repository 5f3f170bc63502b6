package io.counterfoil.app.health;

import io.counterfoil.privacy.epoch.Renewal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** UP while the root key can be reached; else the reason, in a sentence for an operator. */
@Readiness
@Singleton
final class KeyReadiness implements HealthCheck {

    private final Renewal renewal;

    @Inject
    public KeyReadiness(Renewal renewal) {
        this.renewal = renewal;
    }

    @Override
    public HealthCheckResponse call() {
        return renewal.trouble()
                .map(reason -> HealthCheckResponse.named("keys")
                        .down()
                        .withData("reason", reason)
                        .build())
                .orElseGet(() -> HealthCheckResponse.up("keys"));
    }
}
