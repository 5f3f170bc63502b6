package io.counterfoil.privacy.request;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a request may be refused (GDPR, Articles 11 (2), 12 (5) and (6), 15 (4), 17 (3)). */
public enum RefusalGround {
    /** The requester can't be identified, or did not prove who they are. */
    NOT_IDENTIFIED,
    /** Manifestly unfounded. */
    UNFOUNDED,
    /** Excessive, in particular because it is repeated. */
    EXCESSIVE,
    /** A law demands that the data are kept. */
    LEGAL_OBLIGATION,
    /** The data are needed for legal claims. */
    LEGAL_CLAIMS,
    /** The rights of others stand against it. */
    RIGHTS_OF_OTHERS;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<RefusalGround> parse(String text) {
        return Arrays.stream(values())
                .filter(ground -> ground.text().equals(text))
                .findFirst();
    }
}
