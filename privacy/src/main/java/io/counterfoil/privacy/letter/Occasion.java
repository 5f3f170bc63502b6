package io.counterfoil.privacy.letter;

import java.util.Locale;

/** Why a letter is sent. */
enum Occasion {
    /** Somebody asked in the name of this address: was it you? */
    CONFIRM,
    /** Somebody asked for what is being worked on. */
    STATUS,
    /** The copy is there. */
    COPY_READY,
    /** The data are gone. */
    ERASED,
    /** It was done otherwise: corrected, restricted. */
    DONE,
    /** It was not done, and why. */
    REFUSED,
    /** It takes longer, and why. */
    EXTENDED;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Occasion of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** Whether it says why. */
    boolean withReason() {
        return this == REFUSED || this == EXTENDED;
    }

    /** Whether it brings a link. */
    boolean withLink() {
        return this == CONFIRM || this == STATUS || this == COPY_READY || this == REFUSED || this == EXTENDED;
    }
}
