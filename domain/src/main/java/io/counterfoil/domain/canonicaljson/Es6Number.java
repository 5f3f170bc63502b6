package io.counterfoil.domain.canonicaljson;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import tools.jackson.core.io.NumberOutput;

/** Numbers as ECMAScript writes them (RFC 8785, section 3.2.2.3; ECMA-262, Number::toString, radix 10). */
final class Es6Number {

    /** Up to here every integer is a double, and both write it alike. */
    private static final double SAFE = 1L << 53;

    private static final MathContext ONE_DIGIT = new MathContext(1, RoundingMode.HALF_EVEN);

    private Es6Number() {}

    /**
     * The text of a number.
     *
     * @throws NotCanonicalizable for NaN and the infinities
     */
    static String text(double value) {
        if (!Double.isFinite(value)) {
            throw new NotCanonicalizable("A number is outside the range of IEEE 754 double precision.");
        }
        if (value == Math.rint(value) && Math.abs(value) < SAFE) {
            return Long.toString((long) value);
        }
        String sign = value < 0 ? "-" : "";
        BigDecimal shortest = shortest(Math.abs(value));
        // ECMA-262 calls them s (the digits, k of them) and n (where the point stands)
        return sign + place(shortest.unscaledValue().toString(), shortest.precision() - shortest.scale());
    }

    /**
     * The shortest decimal that reads back as this double, of several the closest. Schubfach gives it, but like {@code
     * Double.toString} since JDK 19 it prefers two digits where one would do ({@code 4.9E-324}). One digit can only do
     * where a double is coarser than a tenth of itself, among the smallest subnormal numbers; their neighbours are
     * equally far on both sides, so that the closest one-digit decimal is the only one to try.
     */
    private static BigDecimal shortest(double value) {
        BigDecimal shortest = new BigDecimal(NumberOutput.toString(value, true)).stripTrailingZeros();
        if (shortest.precision() == 2) {
            BigDecimal one = new BigDecimal(value).round(ONE_DIGIT);
            if (one.doubleValue() == value) {
                return one.stripTrailingZeros();
            }
        }
        return shortest;
    }

    private static String place(String digits, int point) {
        int count = digits.length();
        if (count <= point && point <= 21) {
            return digits + "0".repeat(point - count);
        }
        if (0 < point && point <= 21) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        if (-6 < point && point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        String mantissa = count == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        int exponent = point - 1;
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }
}
