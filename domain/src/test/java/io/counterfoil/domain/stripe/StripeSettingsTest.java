package io.counterfoil.domain.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.InvalidConfiguration;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripeSettingsTest {

    private static final String KEY = "sk_live_" + "0".repeat(24);

    @Test
    void a_key_in_production_is_enough_and_so_is_nothing_at_all() {
        SettingsCatalog.check(with(Map.of()));
        SettingsCatalog.check(with(Map.of("counterfoil.env", "production", "counterfoil.stripe.key", KEY)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "counterfoil.stripe.url=https://stripe.example",
                "counterfoil.stripe.timeout=PT2S",
                "counterfoil.stripe.concurrency=100"
            })
    void anything_but_the_key_is_half(String setting) {
        String[] half = setting.split("=");
        assertThatThrownBy(() -> SettingsCatalog.check(with(Map.of("counterfoil.env", "production", half[0], half[1]))))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("Live mode is half configured")
                .hasMessageContaining("COUNTERFOIL_STRIPE_KEY");
    }

    @Test
    void a_live_key_in_development_is_refused_and_not_repeated() {
        assertThatThrownBy(() -> SettingsCatalog.check(with(Map.of("counterfoil.stripe.key", KEY))))
                .hasMessageContaining("COUNTERFOIL_ENV is development")
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain(KEY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk_test_000000000000000000000000", "pk_live_000000000000000000000000", "sk_live_short"})
    void a_key_that_moves_no_money_is_none(String key) {
        assertThatThrownBy(() -> SettingsCatalog.check(with(Map.of("counterfoil.stripe.key", key))))
                .hasMessageContaining("COUNTERFOIL_STRIPE_KEY can't be read")
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain(key));
    }

    private static ConfigurationSource with(Map<String, String> set) {
        return name -> Optional.ofNullable(set.get(name));
    }
}
