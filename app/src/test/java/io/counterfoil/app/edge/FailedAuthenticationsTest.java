package io.counterfoil.app.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.signal.AuditedAct;
import jakarta.enterprise.event.Shutdown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FailedAuthenticationsTest {

    private final List<Map<FailureCounts.Source, Integer>> logged = new ArrayList<>();

    @Test
    void a_server_that_stops_in_order_writes_those_of_the_minute_that_is_not_over() {
        FailedAuthentications failures = new FailedAuthentications(new FailureCounts(), logged::add);
        failures.add("192.0.2.1", "api_key");
        failures.add("192.0.2.1", "api_key");

        failures.stop(new Shutdown());

        assertThat(logged).containsExactly(Map.of(new FailureCounts.Source("192.0.2.1", "api_key"), 2));
    }

    @Test
    void whoever_is_known_and_may_not_do_that_is_named_and_is_no_failed_authentication() {
        String key = IdKind.API_KEY.text(new UUID(0, 7));

        AuditedAct refused = FailedAuthentications.audited(new FailureCounts.Source("192.0.2.1", key), 3);
        AuditedAct failed = FailedAuthentications.audited(new FailureCounts.Source("192.0.2.1", "api_key"), 2);

        assertThat(refused.action()).isEqualTo("authorization.refused");
        assertThat(refused.actor()).isEqualTo(key);
        assertThat(refused.result()).isEqualTo("refused");
        assertThat(refused.facts()).containsEntry("count", "3");
        assertThat(failed.action()).isEqualTo("authentication.failed");
        assertThat(failed.actor()).isEqualTo("anyone");
    }

    @Test
    void a_server_stops_though_its_database_is_gone() {
        FailedAuthentications failures = new FailedAuthentications(new FailureCounts(), minute -> {
            throw new IllegalStateException("the database is gone");
        });
        failures.add("192.0.2.1", "api_key");

        assertThatCode(() -> failures.stop(new Shutdown())).doesNotThrowAnyException();
    }
}
