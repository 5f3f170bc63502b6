package io.counterfoil.domain.signal;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that a person must look at; fired inside a transaction, with which the alert is stored or not.
 *
 * @param rule the name of the alert's rule, snake_case, such as {@code outcome_overdue}; it has a page in docs/runbooks
 * @param merchant whom it concerns; none where it concerns the whole server
 * @param subject what it is about, as an id stands outside, or a name: the same rule and subject are one alert
 * @param facts figures and ids for whoever looks; no free text, nothing personal
 */
public record Alarm(String rule, Optional<UUID> merchant, boolean livemode, String subject, Map<String, String> facts) {

    public Alarm {
        facts = Map.copyOf(facts);
    }
}
