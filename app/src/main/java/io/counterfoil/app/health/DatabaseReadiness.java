package io.counterfoil.app.health;

import io.counterfoil.domain.database.Database;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
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
        return database.trouble()
                .map(reason -> HealthCheckResponse.named("database")
                        .down()
                        // what passes by itself is no reason to tell an operator of
                        .withData(database.opening() ? "progress" : "reason", reason)
                        .build())
                .orElseGet(() -> HealthCheckResponse.up("database"));
    }
}
