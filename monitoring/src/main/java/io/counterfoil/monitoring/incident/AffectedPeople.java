package io.counterfoil.monitoring.incident;

import java.time.Instant;
import java.util.UUID;

/** Whose data somebody has opened; implemented in {@code app.wiring} by the access log. */
public interface AffectedPeople {

    /** How many people, and how many looks at them. */
    record Reach(long subjects, long records) {}

    /** What an actor ({@code key_…}, {@code opt_…}) opened of a merchant's customers in a time. */
    Reach of(UUID merchant, boolean livemode, String actor, Instant from, Instant to);
}
