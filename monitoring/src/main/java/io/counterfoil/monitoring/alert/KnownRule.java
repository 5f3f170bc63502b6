package io.counterfoil.monitoring.alert;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rule that can fire, as it is set until an operator sets it otherwise. Each has a page in docs/runbooks: a test compares.
 *
 * @param title what an alert of it says, a few words
 * @param acts whether what it finds is a source or a payment method, which can be held back
 */
record KnownRule(String name, String title, RuleSettings settings, boolean acts) {

    /** Somebody must look now: escalates when nobody has acknowledged it in a quarter of an hour. */
    static KnownRule urgent(String name, String title) {
        return of(name, title, "critical", Duration.ofMinutes(15), null, Map.of());
    }

    /** Somebody must look today. */
    static KnownRule ordinary(String name, String title) {
        return of(name, title, "warning", null, null, Map.of());
    }

    /** A condition that is looked at again and again: resolves itself when it has not been seen for five minutes. */
    static KnownRule condition(String name, String title) {
        return of(name, title, "critical", Duration.ofMinutes(15), Duration.ofMinutes(5), Map.of());
    }

    /** A condition that shows only when something is tried, each five minutes at the longest. */
    static KnownRule triedNowAndThen(String name, String title) {
        return of(name, title, "critical", Duration.ofMinutes(15), Duration.ofMinutes(20), Map.of());
    }

    /** Looked at each half hour: resolves itself when it has not been seen for an hour. */
    static KnownRule reminder(String name, String title) {
        return of(name, title, "warning", null, Duration.ofHours(1), Map.of());
    }

    /** Found by a detector with thresholds of its own. */
    static KnownRule detected(String name, String title, Map<String, Double> parameters) {
        return of(name, title, "warning", null, null, parameters);
    }

    /** Finds a source or a payment method, which can be held back. */
    KnownRule acting() {
        return new KnownRule(name, title, settings, true);
    }

    KnownRule critical() {
        return of(name, title, "critical", Duration.ofMinutes(15), null, settings.parameters());
    }

    Optional<Double> parameter(String parameter) {
        return Optional.ofNullable(settings.parameters().get(parameter));
    }

    private static KnownRule of(
            String name,
            String title,
            String severity,
            @Nullable Duration escalateAfter,
            @Nullable Duration resolveAfter,
            Map<String, Double> parameters) {
        return new KnownRule(
                name,
                title,
                new RuleSettings(
                        severity,
                        true,
                        1,
                        Duration.ofMinutes(10).toSeconds(),
                        seconds(escalateAfter),
                        seconds(resolveAfter),
                        null,
                        false,
                        "alert",
                        parameters),
                false);
    }

    private static @Nullable Long seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toSeconds();
    }
}
