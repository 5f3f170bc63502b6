package io.counterfoil.domain.secret;

import java.math.BigInteger;
import java.security.SecureRandom;

/** Base 62 (digits, upper case, lower case): what secrets are written in, so that a double click selects them whole. */
public final class Base62 {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(62);

    private Base62() {}

    /** So many random characters, 5.95 bits each. */
    public static String random(SecureRandom random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /** A number that isn't negative, padded on the left with zeros. */
    public static String number(long value, int length) {
        StringBuilder text = new StringBuilder();
        for (BigInteger rest = BigInteger.valueOf(value); rest.signum() > 0; rest = rest.divide(BASE)) {
            text.append(ALPHABET.charAt(rest.mod(BASE).intValue()));
        }
        return "0".repeat(Math.max(0, length - text.length())) + text.reverse();
    }
}
