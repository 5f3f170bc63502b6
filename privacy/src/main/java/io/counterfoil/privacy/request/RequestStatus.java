package io.counterfoil.privacy.request;

import java.util.Locale;
import java.util.Set;

/** Where a request stands. */
public enum RequestStatus {
    /** Received; waits for the requester to prove who they are, or for its time to begin. */
    PENDING,
    /** Being worked on. */
    IN_PROGRESS,
    /** Done. */
    COMPLETED,
    /** Not done, with reasons. */
    REFUSED,
    /** Taken back, or never verified. */
    CANCELLED;

    /** What may come next. */
    Set<RequestStatus> next() {
        return switch (this) {
            case PENDING -> Set.of(IN_PROGRESS, REFUSED, CANCELLED);
            case IN_PROGRESS -> Set.of(COMPLETED, REFUSED);
            case COMPLETED, REFUSED, CANCELLED -> Set.of();
        };
    }

    /** Whether an answer is still owed. */
    public boolean open() {
        return !next().isEmpty();
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RequestStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
