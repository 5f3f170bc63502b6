package io.counterfoil.app.health;

import io.counterfoil.domain.database.Database;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** UP when the server can serve; else the reason, in a sentence for an operator. */
@Readiness
@Singleton
final class DatabaseReadiness implements HealthCheck {

    private final Database database;

    @Inject
    public DatabaseReadiness(Database database) {
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        return database.trouble().map(this::down).orElseGet(() -> HealthCheckResponse.up("database"));
    }

    /** What passes by itself is no reason to tell an operator of; what can't pass ends the launcher's patience. */
    private HealthCheckResponse down(String reason) {
        String kind = database.opening() ? "progress" : "reason";
        HealthCheckResponseBuilder down =
                HealthCheckResponse.named("database").down().withData(kind, reason);
        return database.refused() ? down.withData("refused", reason).build() : down.build();
    }
}
