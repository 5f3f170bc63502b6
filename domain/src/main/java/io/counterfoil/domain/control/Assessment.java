package io.counterfoil.domain.control;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Map;

/**
 * How well a practice is kept, and what says so.
 *
 * @param evidence figures and times, with ids of what is to be mended; no secret, nothing personal
 */
public record Assessment(Status status, Map<String, Object> evidence) {

    /** How well. */
    public enum Status {
        /** It is kept. */
        MET,
        /** It is kept, and soon may not be; or nothing shows that it would be when it counts. */
        AT_RISK,
        /** It is broken now. */
        FAILING,
        /** There is nothing that it could be kept for. */
        NOT_APPLICABLE;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
