package io.counterfoil.monitoring.peopleletter;

import java.util.Optional;
import java.util.UUID;

/** Where people get their mail; implemented in {@code app.wiring} by the customers. */
public interface Addresses {

    /**
     * The e-mail address of a person; none where there is none, or no data any more. That it was opened is noted.
     *
     * @param incident which the letter is about, as an id stands outside
     */
    Optional<String> email(UUID merchant, boolean livemode, UUID customer, String incident);
}
