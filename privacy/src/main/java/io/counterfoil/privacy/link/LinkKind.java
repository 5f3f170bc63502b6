package io.counterfoil.privacy.link;

import java.util.Locale;

/** What a link is for. */
public enum LinkKind {
    /** Confirms a request: whoever opens it reads the address that the request came with. */
    CONFIRM,
    /** Shows where a request stands, and hands out the copy. */
    OPEN;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
