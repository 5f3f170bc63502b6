package io.counterfoil.privacy.request;

import java.util.Locale;

/** By which door a request came. */
public enum Origin {
    /** The merchant's backend, which has verified the requester. */
    MERCHANT,
    /** A privacy officer, who has. */
    OPERATOR,
    /** Another controller's system, by OpenDSR, with a key of the merchant's. */
    OPENDSR,
    /** The person, on the privacy page: to be verified. */
    SUBJECT;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
