package io.counterfoil.monitoring.alert;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.counterfoil.domain.rest.Problem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a rule is to be set from now on: what is not sent stays, {@code null} where it means something is {@code null}.
 * Times are in seconds. A rule may be sent back as it was read: what can't be changed is passed over.
 */
@JsonIgnoreProperties({"name", "object", "title", "version", "runbook"})
record RuleChange(
        @Nullable String severity,
        @Nullable Boolean enabled,
        @Nullable Integer threshold,
        @Nullable Long window,
        @Nullable Long escalateAfter,
        @Nullable Long resolveAfter,
        @Nullable String silencedUntil,
        @Nullable Boolean dryRun,
        @Nullable String action,
        @Nullable Map<String, Double> parameters) {

    private static final int MOST = 1_000_000;
    private static final long LONGEST = Duration.ofDays(30).toSeconds();

    /**
     * The settings with this change.
     *
     * @param sent the tree that this was read from: it tells what was sent as {@code null}
     * @throws Problem that names the member which is not allowed
     */
    RuleSettings applyTo(RuleSettings old, JsonNode sent, KnownRule known) {
        return new RuleSettings(
                severity == null ? old.severity() : oneOf("severity", severity, RuleSettings.SEVERITIES),
                enabled == null ? old.enabled() : enabled,
                threshold == null ? old.threshold() : (int) within("threshold", threshold, 1, MOST),
                window == null ? old.window() : within("window", window, 1, LONGEST),
                sent.has("escalate_after") ? seconds("escalate_after", escalateAfter) : old.escalateAfter(),
                sent.has("resolve_after") ? seconds("resolve_after", resolveAfter) : old.resolveAfter(),
                sent.has("silenced_until") ? time(silencedUntil) : old.silencedUntil(),
                dryRun == null ? old.dryRun() : dryRun,
                action == null ? old.action() : action(action, known),
                parameters == null ? old.parameters() : merged(old, parameters, known));
    }

    private static String action(String action, KnownRule known) {
        if (!known.acts() && !action.equals(RuleSettings.ALERT)) {
            throw Problem.invalid(
                    "action", "This rule can only alert: what it finds is neither a source nor a payment method.");
        }
        return oneOf("action", action, RuleSettings.ACTIONS);
    }

    private static Map<String, Double> merged(RuleSettings old, Map<String, Double> sent, KnownRule known) {
        Map<String, Double> merged = new HashMap<>(known.settings().parameters());
        merged.putAll(old.parameters());
        sent.forEach((name, value) -> {
            String param = "parameters." + name;
            if (known.parameter(name).isEmpty()) {
                throw Problem.invalid(param, "This rule has no such parameter.");
            }
            if (value == null || !Double.isFinite(value) || value < 0) {
                throw Problem.invalid(param, "Send a number that is not negative.");
            }
            merged.put(name, value);
        });
        return merged;
    }

    private static String oneOf(String param, String value, List<String> allowed) {
        if (!allowed.contains(value)) {
            throw Problem.invalid(param, "Send one of: " + String.join(", ", allowed) + ".");
        }
        return value;
    }

    private static @Nullable Long seconds(String param, @Nullable Long value) {
        return value == null ? null : within(param, value, 1, LONGEST);
    }

    private static long within(String param, long value, long least, long most) {
        if (value < least || value > most) {
            throw Problem.invalid(param, "Send a whole number from " + least + " to " + most + ".");
        }
        return value;
    }

    private static @Nullable Instant time(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException unreadable) {
            throw Problem.invalid("silenced_until", "Send a time such as 2030-01-31T00:00:00Z, or null.");
        }
    }
}
