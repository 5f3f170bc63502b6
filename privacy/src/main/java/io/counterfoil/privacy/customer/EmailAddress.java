package io.counterfoil.privacy.customer;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** E-mail addresses: which are taken, and when two are the same. */
public final class EmailAddress {

    /** RFC 5321's lengths; one at sign, no spaces, a domain of labels. Whether mail arrives is for mail to find out. */
    private static final Pattern ALLOWED = Pattern.compile(
            "[^@\\s\\p{Cntrl}\"(),:;<>\\[\\]\\\\]{1,64}@[\\p{L}\\p{N}](?:[\\p{L}\\p{N}.-]{0,251}[\\p{L}\\p{N}])?");

    private static final int LONGEST = 254;

    private EmailAddress() {}

    /** Whether it looks like an address. */
    public static boolean valid(String text) {
        if (text.length() > LONGEST || !ALLOWED.matcher(text).matches() || text.contains("..")) {
            return false;
        }
        try {
            return domain(text).contains(".");
        } catch (IllegalArgumentException noDomain) {
            return false;
        }
    }

    /** The form that is searched by: nobody tells mailboxes apart by case, and a domain has one spelling in ASCII. */
    public static String normalised(String text) {
        String stripped = Normalizer.normalize(text.strip(), Normalizer.Form.NFKC);
        int at = stripped.lastIndexOf('@');
        if (at < 0) {
            return stripped.toLowerCase(Locale.ROOT);
        }
        String local = stripped.substring(0, at).toLowerCase(Locale.ROOT);
        try {
            return local + "@" + domain(stripped);
        } catch (IllegalArgumentException noDomain) {
            return stripped.toLowerCase(Locale.ROOT);
        }
    }

    private static String domain(String text) {
        return IDN.toASCII(text.substring(text.lastIndexOf('@') + 1), IDN.USE_STD3_ASCII_RULES)
                .toLowerCase(Locale.ROOT);
    }
}
