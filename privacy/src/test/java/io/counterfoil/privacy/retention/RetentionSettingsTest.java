package io.counterfoil.privacy.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetentionSettingsTest {

    @Test
    void reads_a_duration_for_each_column() {
        assertThat(RetentionSettings.parse("customer.phone=P730D, payment.metadata=PT12H"))
                .isEqualTo(Map.of("customer.phone", Duration.ofDays(730), "payment.metadata", Duration.ofHours(12)));
    }

    @Test
    void refuses_no_time_at_all() {
        for (String text : new String[] {"customer.phone", "customer.phone=P0D", "customer.phone=-P1D", "=P1D=P1D"}) {
            assertThatThrownBy(() -> RetentionSettings.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
