package io.counterfoil.monitoring.alert;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a rule is set. Times are in seconds.
 *
 * @param severity one of {@link #SEVERITIES}
 * @param threshold how many alarms within the window make an alert
 * @param escalateAfter how long an alert may wait for somebody to acknowledge it; none where it may wait for ever
 * @param resolveAfter after how long without an alarm it resolves itself; none where a person must
 * @param silencedUntil till when nobody is notified
 * @param dryRun whether verdicts are stored and nothing else comes of them
 * @param action what a verdict does: alert, throttle or block
 * @param parameters the detector's own thresholds
 */
public record RuleSettings(
        String severity,
        boolean enabled,
        int threshold,
        long window,
        @Nullable Long escalateAfter,
        @Nullable Long resolveAfter,
        @Nullable Instant silencedUntil,
        boolean dryRun,
        String action,
        Map<String, Double> parameters) {

    /** From the mildest on. */
    public static final List<String> SEVERITIES = List.of("info", "warning", "critical");

    /** What a verdict does in any case. */
    static final String ALERT = "alert";

    static final List<String> ACTIONS = List.of(ALERT, "throttle", "block");

    public RuleSettings {
        parameters = Map.copyOf(parameters);
    }

    /** Whether a severity is at least as bad as another. */
    public static boolean atLeast(String severity, String least) {
        return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
    }

    /** A threshold of the detector; the rule is known to have it. */
    public double parameter(String name) {
        return Optional.ofNullable(parameters.get(name))
                .orElseThrow(() -> new IllegalArgumentException("the rule has no parameter " + name));
    }

    /** With what is to be used for parameters that were not there yet when it was set. */
    RuleSettings withDefaults(Map<String, Double> defaults) {
        Map<String, Double> whole = new HashMap<>(defaults);
        whole.putAll(parameters);
        return new RuleSettings(
                severity,
                enabled,
                threshold,
                window,
                escalateAfter,
                resolveAfter,
                silencedUntil,
                dryRun,
                action,
                whole);
    }

    boolean silencedAt(Instant now) {
        return silencedUntil != null && silencedUntil.isAfter(now);
    }
}
