package io.counterfoil.monitoring.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.configuration.InvalidConfiguration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which steps an incident takes by itself. */
class IncidentSettingsTest {

    @Test
    void by_default_it_takes_none() {
        assertThat(IncidentSettings.AUTOMATIC.in(name -> Optional.empty())).isEmpty();
        assertThat(steps("none")).isEmpty();
    }

    @Test
    void all_are_the_whole_plan_in_its_order() {
        assertThat(steps("all")).containsExactly("revoke_keys", "notify", "review_logs", "document");
    }

    @Test
    void some_are_taken_in_the_order_of_the_plan_however_they_are_listed() {
        assertThat(steps("review-logs")).containsExactly("review_logs");
        assertThat(steps("document, review-logs ,revoke-keys"))
                .containsExactly("revoke_keys", "review_logs", "document");
        assertThat(steps("notify,notify,revoke-keys")).containsExactly("revoke_keys", "notify");
    }

    @ParameterizedTest
    @ValueSource(strings = {"revoke", "prevent", "revoke-keys;notify", "all,notify", "none,notify", ",notify", "ALL"})
    void what_is_no_step_is_refused_with_what_is_allowed(String text) {
        assertThatThrownBy(() -> steps(text))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("COUNTERFOIL_INCIDENTS_AUTOMATIC can't be read")
                .hasMessageContaining("revoke-keys, notify, review-logs, document");
    }

    private static List<String> steps(String text) {
        return IncidentSettings.AUTOMATIC.in(name -> Optional.of(text));
    }
}
