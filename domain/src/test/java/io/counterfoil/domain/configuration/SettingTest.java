package io.counterfoil.domain.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingTest {

    private static final Setting<Integer> PORT = Setting.number("counterfoil.a.port", 1, 65535, 9443, "A port.");
    private static final Setting<Duration> LIFE =
            Setting.duration("counterfoil.life", Duration.ofDays(1), Duration.ofDays(9), Duration.ofDays(2), "A life.");

    @Test
    void is_read_from_the_variable_that_microprofile_config_derives() {
        assertThat(PORT.variable()).isEqualTo("COUNTERFOIL_A_PORT");
    }

    @Test
    void falls_back_when_nothing_or_blank_is_set() {
        assertThat(PORT.in(name -> Optional.empty())).isEqualTo(9443);
        assertThat(PORT.in(of("counterfoil.a.port", "  "))).isEqualTo(9443);
        assertThat(LIFE.in(name -> Optional.empty())).isEqualTo(Duration.ofDays(2));
    }

    @Test
    void refuses_what_is_not_allowed_by_name_and_without_the_value() {
        for (String wrong : new String[] {"0", "65536", "x", "1.5", "hunter2"}) {
            assertThatThrownBy(() -> PORT.in(of("counterfoil.a.port", wrong)))
                    .isInstanceOf(InvalidConfiguration.class)
                    .hasMessageContaining("COUNTERFOIL_A_PORT")
                    .hasMessageContaining("from 1 to 65535")
                    .message()
                    .doesNotContain("hunter2");
        }
        assertThatThrownBy(() -> LIFE.in(of("counterfoil.life", "P10D"))).hasMessageContaining("P1D to P9D");
    }

    @Test
    void a_time_span_may_be_given_in_seconds() {
        assertThat(LIFE.in(of("counterfoil.life", "172800"))).isEqualTo(Duration.ofDays(2));
        assertThatThrownBy(() -> LIFE.in(of("counterfoil.life", "0"))).isInstanceOf(InvalidConfiguration.class);
    }

    @Test
    void is_demanded_where_there_is_no_fallback() {
        Setting<String> name = Setting.text("counterfoil.name", "a name", "", "A name.");
        assertThat(name.find(any -> Optional.empty())).isEmpty();
        assertThatThrownBy(() -> name.in(any -> Optional.empty())).hasMessageContaining("COUNTERFOIL_NAME is required");
    }

    @Test
    void all_that_is_wrong_is_told_at_once() {
        assertThatThrownBy(() -> SettingsCatalog.check(name -> Optional.of("nonsense")))
                .hasMessageContaining("COUNTERFOIL_HTTPS_PORT")
                .hasMessageContaining("COUNTERFOIL_HTTP_PORT")
                .hasMessageContaining("COUNTERFOIL_ENV");
    }

    private static ConfigurationSource of(String name, String value) {
        return wanted -> Optional.ofNullable(Map.of(name, value).get(wanted));
    }
}
