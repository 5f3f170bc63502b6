package io.counterfoil.monitoring.trace;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Whose data somebody has opened; implemented in {@code app.wiring} by the access log. */
public interface AffectedPeople {

    /** One merchant's customers in one mode. */
    record Owner(UUID merchant, boolean livemode) {}

    /**
     * How many people of an owner, how many looks at them, and how many of them were shown as they are, not masked.
     */
    record Reach(Owner owner, long subjects, long records, long unmasked) {}

    /**
     * One of them.
     *
     * @param fields the names of what was opened of this one
     */
    record Person(Owner owner, UUID customer, List<String> fields) {}

    /**
     * What was found.
     *
     * @param people some of all, by their ids
     * @param fields the names of what was opened
     */
    record Found(List<Reach> owners, List<Person> people, List<String> fields) {}

    /**
     * What an actor ({@code key_…}, {@code opt_…}) opened in a time, inside the running transaction.
     *
     * @param owner whose customers; all where none is named
     */
    Found by(Optional<Owner> owner, String actor, Instant from, Instant to, int mostPeople);
}
