package io.counterfoil.domain.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.control.Assessment.Status;
import io.counterfoil.domain.database.Sql;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class EvidenceTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Window window = Window.until(NOW, new Sql(noDatabase()));

    private static DataSource noDatabase() {
        return (DataSource) Proxy.newProxyInstance(
                EvidenceTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    throw new AssertionError("no database is asked");
                });
    }

    @Test
    void nothing_found_is_met_and_says_when_and_since_when() {
        Assessment assessed = window.evidence()
                .with("keys", 3)
                .with("last_at", Optional.empty())
                .assess();

        assertThat(assessed.status()).isEqualTo(Status.MET);
        assertThat(assessed.evidence())
                .containsEntry("keys", 3)
                .containsEntry("findings", List.of())
                .containsEntry("since", Instant.parse("2026-01-30T12:00:00Z"))
                .containsEntry("as_of", NOW)
                .doesNotContainKey("last_at");
    }

    @Test
    void the_worst_finding_decides() {
        Assessment assessed = window.evidence()
                .atRisk(true, "soon")
                .failing(true, "now")
                .failing(false, "not this")
                .assess();

        assertThat(assessed.status()).isEqualTo(Status.FAILING);
        assertThat(assessed.evidence()).containsEntry("findings", List.of("soon", "now"));
    }

    @Test
    void a_risk_is_no_failure() {
        assertThat(window.evidence().atRisk(true, "soon").assess().status()).isEqualTo(Status.AT_RISK);
    }

    @Test
    void what_is_not_there_can_not_be_broken() {
        Assessment assessed = window.evidence()
                .failing(true, "now")
                .notApplicable(true, "nothing")
                .assess();

        assertThat(assessed.status()).isEqualTo(Status.NOT_APPLICABLE);
        assertThat(assessed.evidence()).containsEntry("findings", List.of("nothing"));
    }
}
