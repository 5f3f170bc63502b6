package io.counterfoil.app.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import jakarta.enterprise.event.Shutdown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    void a_server_stops_though_its_database_is_gone() {
        FailedAuthentications failures = new FailedAuthentications(new FailureCounts(), minute -> {
            throw new IllegalStateException("the database is gone");
        });
        failures.add("192.0.2.1", "api_key");

        assertThatCode(() -> failures.stop(new Shutdown())).doesNotThrowAnyException();
    }
}
