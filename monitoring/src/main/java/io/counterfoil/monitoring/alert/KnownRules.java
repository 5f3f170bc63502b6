package io.counterfoil.monitoring.alert;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every rule that can fire. Whoever fires an {@code Alarm} under a new name adds it here, and its page in docs/runbooks. */
final class KnownRules {

    private static final List<KnownRule> ALL = Stream.of(
                    // money
                    KnownRule.urgent("outcome_overdue", "The outcome of a payment is unknown for too long"),
                    // incidents
                    KnownRule.urgent("incident_opened", "An incident was opened"),
                    // controls that fail
                    KnownRule.condition("log_not_sealing", "Receipts wait for their place in the public log"),
                    KnownRule.condition("job_not_running", "Background work has not run when it should"),
                    KnownRule.condition("partition_missing", "A table has no partition for tomorrow"),
                    KnownRule.condition("alert_channel_down", "Alerts can't be delivered through a channel"),
                    KnownRule.ordinary("webhook_endpoint_disabled", "A webhook endpoint was disabled: it fails"),
                    KnownRule.ordinary("webhook_secret_old", "The secret of a webhook endpoint is old"),
                    KnownRule.ordinary("webhook_secret_waiting", "A new webhook secret waits to be collected"))
            .sorted(Comparator.comparing(KnownRule::name))
            .toList();

    private static final Map<String, KnownRule> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(KnownRule::name, Function.identity()));

    private KnownRules() {}

    static List<KnownRule> all() {
        return ALL;
    }

    static boolean has(String name) {
        return BY_NAME.containsKey(name);
    }

    /** A rule; one that nobody has entered here is an ordinary one, so that no alarm is lost. */
    static KnownRule named(String name) {
        KnownRule known = BY_NAME.get(name);
        return known == null ? KnownRule.ordinary(name, name) : known;
    }

    /** The page that says what to do, as a path of this project. */
    static String page(String rule) {
        return "docs/runbooks/" + rule + ".md";
    }
}
