package io.counterfoil.domain.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.control.Assessment;
import io.counterfoil.domain.control.Assessment.Status;
import io.counterfoil.domain.control.Control;
import io.counterfoil.domain.control.Window;
import io.counterfoil.domain.database.Transactions;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Live keys where there is production: the rest is in {@code PracticesInContainerIT}. */
@ExtendWith(ArquillianExtension.class)
class KeyControlsInContainerIT {

    private static final String LIVE_KEY = """
        INSERT INTO domain.api_key (merchant_id, id, livemode, name, prefix, last_four, secret_hash, scopes, ip_allow_list,
                                    created_at)
        VALUES (gen_random_uuid(), gen_random_uuid(), true, '', '', '', '', '', '', now())\
        """;

    private static final String DEVELOPED = """
        INSERT INTO domain.control_sighting (merchant_id, what, subject, day, count, first_at, last_at)
        VALUES (gen_random_uuid(), 'server_environment', 'development', current_date, 1, now(), now())\
        """;

    @Inject
    private Transactions transactions;

    @Inject
    private InstantSource time;

    private static final class Undone extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient Assessment seen;

        Undone(Assessment seen) {
            super("undone");
            this.seen = seen;
        }
    }

    @Test
    void live_keys_belong_into_production() {
        assertThat(inProduction("DELETE FROM domain.control_sighting")).isEqualTo(Status.MET);
    }

    @Test
    void a_server_for_development_on_the_same_database_is_a_risk() {
        assertThat(inProduction(DEVELOPED)).isEqualTo(Status.AT_RISK);
    }

    private Status inProduction(String statement) {
        Control live = new KeyControls(name -> Optional.of("production").filter(any -> name.equals("counterfoil.env")))
                .controls().stream()
                        .filter(control -> control.id().equals("keys.live_only_in_production"))
                        .findFirst()
                        .orElseThrow();
        try {
            transactions.commit(() -> {
                transactions.sql().update(LIVE_KEY);
                transactions.sql().update(statement);
                throw new Undone(live.check().assess(Window.until(time.instant(), transactions.sql())));
            });
        } catch (Undone undone) {
            return undone.seen.status();
        }
        throw new AssertionError("a case that is not undone");
    }
}
