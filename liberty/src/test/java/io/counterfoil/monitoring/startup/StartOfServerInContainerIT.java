package io.counterfoil.monitoring.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.Transactions;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Starts of a server with one configuration after another. */
@ExtendWith(ArquillianExtension.class)
class StartOfServerInContainerIT {

    private static final String PASSWORD = "correct horse battery staple";

    @Inject
    private StartOfServer start;

    @Inject
    private Transactions transactions;

    private final Map<String, String> settings = new HashMap<>();

    @Test
    void names_settings_that_differ_from_the_last_start_and_never_a_value() {
        settings.put("counterfoil.home", "/home/" + UUID.randomUUID());
        settings.put("counterfoil.host", "a.example");
        assertThat(starts()).isZero();
        assertThat(starts()).isZero();
        settings.put("counterfoil.host", "b.example");
        settings.put("counterfoil.database.password", PASSWORD);
        assertThat(starts()).isEqualTo(2);
        assertThat(starts()).isZero();
        settings.remove("counterfoil.database.password");
        assertThat(starts()).isEqualTo(1);

        List<String> told = transactions.commit(() -> transactions.sql().all("""
                        SELECT body FROM monitoring.audit_entry
                        WHERE action = 'configuration.changed' ORDER BY id DESC LIMIT 3""", row -> row.getString(1)));
        assertThat(told.get(0)).contains("\"object\":\"COUNTERFOIL_DATABASE_PASSWORD\"", "\"after\":\"none\"");
        assertThat(told)
                .anyMatch(body -> body.contains("\"object\":\"COUNTERFOIL_HOST\""))
                .noneMatch(body -> body.contains(PASSWORD) || body.contains("b.example") || body.contains("/home/"));
    }

    private int starts() {
        ConfigurationSource now = name -> Optional.ofNullable(settings.get(name));
        return transactions.commit(() -> start.audit(now));
    }
}
