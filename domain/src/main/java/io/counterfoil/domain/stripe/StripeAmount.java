package io.counterfoil.domain.stripe;

import java.util.Set;

/**
 * Amounts as Stripe counts them. Its minor unit is that of ISO 4217, but for a few currencies, and some it takes in steps
 * only.
 *
 * @see <a href="https://docs.stripe.com/currencies#minor-units">docs.stripe.com/currencies</a>: zero-decimal, three-decimal
 *     and special cases
 */
final class StripeAmount {

    private static final int HUNDRED = 100;
    private static final int TEN = 10;

    /** ISO 4217 has hundredths of it, Stripe the whole only. */
    private static final String WHOLE_AT_STRIPE = "MGA";

    /** ISO 4217 has the whole only; Stripe still counts hundredths, and takes none. */
    private static final Set<String> HUNDREDTHS_AT_STRIPE = Set.of("ISK", "UGX");

    /** The last of three decimals must be 0. Stripe doesn't offer IQD and LYD, the other two that have three. */
    private static final Set<String> THREE_DECIMALS = Set.of("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND");

    private StripeAmount() {}

    /** What each amount of a currency must be a multiple of, in ISO 4217's minor unit. */
    static long step(String currency) {
        if (currency.equals(WHOLE_AT_STRIPE)) {
            return HUNDRED;
        }
        return THREE_DECIMALS.contains(currency) ? TEN : 1;
    }

    /**
     * Turns an amount in ISO 4217's minor unit into Stripe's.
     *
     * @throws ArithmeticException when Stripe has no such amount: nothing may be rounded
     */
    static long of(long amount, String currency) {
        if (amount % step(currency) != 0) {
            throw new ArithmeticException("Stripe has no such amount of " + currency);
        }
        if (currency.equals(WHOLE_AT_STRIPE)) {
            return amount / HUNDRED;
        }
        return HUNDREDTHS_AT_STRIPE.contains(currency) ? Math.multiplyExact(amount, HUNDRED) : amount;
    }
}
