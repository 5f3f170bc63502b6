package io.counterfoil.domain.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeAmountTest {

    @ParameterizedTest
    @CsvSource({
        "EUR, 1099, 1099",
        "HUF, 1045, 1045",
        "TWD, 80045, 80045",
        "JPY, 500, 500",
        "XPF, 500, 500",
        "ISK, 5, 500",
        "UGX, 5, 500",
        "UGX, 9007199254740991, 900719925474099100",
        "MGA, 500, 5",
        "KWD, 5120, 5120",
        "TND, 10, 10"
    })
    void an_amount_is_the_same_money_in_the_unit_of_stripe(String currency, long amount, long units) {
        assertThat(StripeAmount.of(amount, currency)).isEqualTo(units);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MGA", "BHD", "JOD", "KWD", "OMR", "TND"})
    void what_stripe_cannot_say_is_not_rounded(String currency) {
        long step = StripeAmount.step(currency);
        assertThatThrownBy(() -> StripeAmount.of(5 * step + 1, currency)).isInstanceOf(ArithmeticException.class);
        assertThat(StripeAmount.of(5 * step, currency)).isPositive();
    }

    /** docs.stripe.com/currencies lists them, and MGA; UGX too, but its special case says otherwise. */
    @ParameterizedTest
    @ValueSource(
            strings = {"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"
            })
    void what_has_no_decimals_at_stripe_has_none_in_iso_4217(String currency) {
        assertThat(Currency.getInstance(currency).getDefaultFractionDigits()).isZero();
        assertThat(StripeAmount.of(7, currency)).isEqualTo(7);
    }

    @Test
    void all_that_have_three_decimals_go_in_steps_of_ten() {
        assertThat(Currency.getAvailableCurrencies().stream()
                        .filter(currency -> currency.getDefaultFractionDigits() == 3)
                        .map(Currency::getCurrencyCode))
                .isNotEmpty()
                .allSatisfy(currency -> assertThat(StripeAmount.step(currency)).isEqualTo(10));
    }
}
