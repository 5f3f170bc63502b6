package io.counterfoil.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.database.Database;
import io.counterfoil.domain.database.Transactions;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Readiness tells the truth about the database, inside the container and inside a transaction. */
@ExtendWith(ArquillianExtension.class)
class DatabaseReadinessInContainerIT {

    @Inject
    @Readiness
    private Instance<HealthCheck> checks;

    @Inject
    private Database database;

    @Inject
    private Transactions transactions;

    @Test
    void is_up_once_the_database_was_opened() {
        assertThat(database.trouble()).isEmpty();
        assertThat(readiness().call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    }

    @Test
    void disturbs_no_transaction() {
        String answer = transactions.commit(() -> {
            readiness().call();
            return transactions
                    .sql()
                    .first("SELECT 'still here'", row -> row.getString(1))
                    .orElseThrow();
        });
        assertThat(answer).isEqualTo("still here");
    }

    private HealthCheck readiness() {
        return checks.stream()
                .filter(check -> check.getClass().getSimpleName().equals("DatabaseReadiness"))
                .findFirst()
                .orElseThrow();
    }
}
