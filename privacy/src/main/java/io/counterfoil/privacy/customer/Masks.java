package io.counterfoil.privacy.customer;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Personal data as those see it who need to recognise a person, and no more. */
final class Masks {

    private static final String HIDDEN = "•••";
    private static final int LAST_DIGITS = 2;

    private Masks() {}

    /** The merchant's own reference stays: it is what the merchant's systems know the person by. */
    static CustomerData mask(CustomerData data) {
        return new CustomerData(
                data.reference(), email(data.email()), name(data.name()), phone(data.phone()), address(data.address()));
    }

    /** {@code a•••@example.com}. */
    static @Nullable String email(@Nullable String email) {
        if (email == null) {
            return null;
        }
        int at = email.lastIndexOf('@');
        return first(email) + HIDDEN + email.substring(at);
    }

    /** {@code A••• L•••}. */
    static @Nullable String name(@Nullable String name) {
        return name == null
                ? null
                : Arrays.stream(name.strip().split("\\s+"))
                        .map(word -> first(word) + HIDDEN)
                        .collect(Collectors.joining(" "));
    }

    /** {@code +•••56}. */
    static @Nullable String phone(@Nullable String phone) {
        return phone == null ? null : "+" + HIDDEN + phone.substring(phone.length() - LAST_DIGITS);
    }

    /** The country alone. */
    static @Nullable Address address(@Nullable Address address) {
        return address == null
                ? null
                : new Address(
                        HIDDEN,
                        address.line2() == null ? null : HIDDEN,
                        HIDDEN,
                        HIDDEN,
                        address.state() == null ? null : HIDDEN,
                        address.country());
    }

    private static String first(String text) {
        return text.substring(0, text.offsetByCodePoints(0, 1));
    }
}
