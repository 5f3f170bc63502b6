package io.counterfoil.domain.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Currency;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurrenciesTest {

    @Test
    void exponents_are_those_of_the_platform_where_it_knows_the_currency() {
        Map<String, Integer> all = Currencies.all();
        assertThat(all).hasSizeGreaterThan(150);
        for (Currency currency : Currency.getAvailableCurrencies()) {
            Integer ours = all.get(currency.getCurrencyCode());
            if (ours != null) {
                assertThat(ours).as(currency.getCurrencyCode()).isEqualTo(currency.getDefaultFractionDigits());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUR", "USD", "JPY", "KWD", "CHF"})
    void knows_those_that_people_pay_in(String code) {
        assertThat(Currencies.contains(code)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eur", "XXX", "XAU", "XTS", "DEM", "", "EURO"})
    void knows_no_metals_funds_or_currencies_of_the_past(String code) {
        assertThat(Currencies.contains(code)).isFalse();
    }
}
