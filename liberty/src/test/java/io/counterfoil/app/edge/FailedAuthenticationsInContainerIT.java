package io.counterfoil.app.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.signal.AuditedAct;
import io.counterfoil.domain.signal.HeardInContainer;
import jakarta.inject.Inject;
import java.util.List;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
class FailedAuthenticationsInContainerIT {

    private static final int FLOOD = 100_000;

    @Inject
    private FailedAuthentications failures;

    @Inject
    private HeardInContainer heard;

    @Test
    void a_flood_from_everywhere_becomes_some_hundred_lines_and_no_failure_is_lost() {
        for (int i = 0; i < FLOOD; i++) {
            failures.add("2001:db8::" + Integer.toHexString(i % 50_000), "api_key");
        }
        failures.write();

        List<AuditedAct> acts = heard.acts(act -> act.action().equals("authentication.failed")
                && (act.address().isEmpty() || act.address().startsWith("2001:db8::")));
        assertThat(acts).hasSizeBetween(2, 510);
        assertThat(acts.stream().mapToInt(act -> Integer.parseInt(act.facts().get("count"))).sum())
                .isEqualTo(FLOOD);
    }
}
