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
                    KnownRule.urgent(
                            "incident_authority_deadline", "The time to tell the authority of an incident runs out"),
                    // controls that fail
                    KnownRule.condition("log_not_sealing", "Receipts wait for their place in the public log"),
                    KnownRule.condition("log_not_publishing", "What a log has sealed is not published"),
                    KnownRule.condition("log_record_missing", "The record of what a log has published is lost"),
                    KnownRule.ordinary(
                            "log_record_begun", "A server begins a record of its own of what a log has published"),
                    KnownRule.urgent("log_witness_refuses", "A witness says that a log contradicts itself"),
                    KnownRule.reminder("log_review_missing", "Nobody has signed the review of a day's log"),
                    KnownRule.condition("job_not_running", "Background work has not run when it should"),
                    KnownRule.condition("partition_missing", "A table has no partition for tomorrow"),
                    KnownRule.reminder("series_left_out", "More is used than the detector watches"),
                    KnownRule.triedNowAndThen("alert_channel_down", "Alerts can't be delivered through a channel"),
                    KnownRule.ordinary("webhook_endpoint_disabled", "A webhook endpoint was disabled: it fails"),
                    KnownRule.urgent("leaked_key", "A secret of ours was seen where it must not be"),
                    KnownRule.ordinary("key_in_plain_http", "A credential was sent to the plain port"),
                    KnownRule.ordinary("api_key_unused", "An API key has not been used for a long time"),
                    KnownRule.ordinary("privacy_request_deadline", "The time to answer a person runs out"),
                    KnownRule.ordinary("privacy_request_stuck", "A request of a person fails again and again"),
                    KnownRule.ordinary("rate_limits_not_shared", "Servers don't share their rate limits"),
                    // what is not as it was
                    KnownRule.detected(
                            "key_from_new_network",
                            "An API key is used from a network it was never seen in",
                            Map.of("settled_after_hours", 24.0)),
                    unusual("requests_unusual", "Far more or far fewer calls than usual", 30),
                    unusual("errors_unusual", "Far more calls fail on our side than usual", 10),
                    unusual("authentication_failures_unusual", "Far more calls without a valid key than usual", 30),
                    unusual("declines_unusual", "Far more payments are declined than usual", 15),
                    unusual("refunds_unusual", "Far more refunds than usual", 10),
                    unusual("webhook_failures_unusual", "Far more webhook deliveries fail than usual", 15),
                    rate("error_rate_unusual", "A far greater share of calls fails on our side than usual"),
                    rate("decline_rate_unusual", "A far greater share of payments is declined than usual"),
                    // stolen cards being tried
                    KnownRule.detected(
                            "card_testing_decline_rate",
                            "A great share of payments is declined",
                            Map.of("attempts", 20.0, "share", 0.2, "factor", 3.0)),
                    KnownRule.detected(
                                    "card_testing_source",
                                    "Many payment methods are tried from one source",
                                    Map.of("instruments", 5.0, "share", 0.6))
                            .acting(),
                    KnownRule.detected(
                                    "card_testing_instrument",
                                    "One payment method is tried for several customers",
                                    Map.of("attempts", 5.0))
                            .acting(),
                    KnownRule.detected(
                            "card_testing_small_amounts",
                            "Many small payments of one amount",
                            Map.of("attempts", 10.0, "amount", 500.0, "share", 0.7)),
                    KnownRule.detected(
                            "card_testing_card_data",
                            "Card data are being guessed",
                            Map.of("attempts", 10.0, "share", 0.5)),
                    KnownRule.detected(
                                    "card_testing_repeated_order",
                                    "The same order is paid again and again under new keys",
                                    Map.of("attempts", 6.0))
                            .acting(),
                    KnownRule.detected(
                                    "card_testing_success",
                                    "A payment succeeds after declines from the same source",
                                    Map.of("declines", 3.0))
                            .acting(),
                    KnownRule.detected(
                            "card_testing_refunds",
                            "Far more refunds by one key than usual",
                            Map.of("least", 10.0, "factor", 3.0)),
                    KnownRule.ordinary("webhook_secret_old", "The secret of a webhook endpoint is old"),
                    KnownRule.ordinary("webhook_secret_waiting", "A new webhook secret waits to be collected"))
            .sorted(Comparator.comparing(KnownRule::name))
            .toList();

    private static final Map<String, KnownRule> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(KnownRule::name, Function.identity()));

    private KnownRules() {}

    /** Of so many in five minutes at least, and so many times what the hour of the week leads to expect. */
    private static KnownRule unusual(String name, String title, double least) {
        return KnownRule.detected(name, title, Map.of("least", least, "factor", 3.0));
    }

    /** Of so many cases in five minutes at least, and so many times the share that the hour leads to expect. */
    private static KnownRule rate(String name, String title) {
        return KnownRule.detected(name, title, Map.of("least", 10.0, "factor", 2.5));
    }

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
