package io.counterfoil.monitoring.cardtesting;

import io.counterfoil.monitoring.alert.RuleSettings;
import io.counterfoil.monitoring.anomaly.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The signs of card testing, over what one merchant saw in the last hour. Knows no database and no clock.
 *
 * @param settings of each rule by its name
 * @param usualDeclines what share of this merchant's payments is usually declined at this hour; 0 where nobody knows
 */
record CardTestingRules(Function<String, RuleSettings> settings, double usualDeclines) {

    static final Duration WINDOW = Duration.ofMinutes(10);
    static final Duration LONGEST = Duration.ofHours(1);

    /** However many are usually declined: beyond this hardly one goes through, and that is never usual. */
    private static final double HIGHEST_USUAL = 0.8;

    private static final Duration SUCCESS_AFTER = Duration.ofMinutes(30);
    private static final Set<String> CARD_DATA = Set.of("incorrect_cvc", "incorrect_number", "expired_card");

    /** What a rule found, and about what: an instrument, a source, a customer, or the merchant as a whole. */
    record Finding(String rule, String subject, Map<String, String> facts) {}

    List<Finding> judge(List<Attempt> attempts, Instant now) {
        List<Attempt> recent = since(attempts, now.minus(WINDOW));
        List<Finding> findings = new ArrayList<>();
        rate(recent, findings);
        by(recent, Attempt::source).forEach((source, all) -> source(source, all, findings));
        by(since(attempts, now.minus(LONGEST)), Attempt::instrument)
                .forEach((instrument, all) -> instrument(instrument, all, findings));
        smallAmounts(recent, findings);
        cardData(recent, findings);
        repeatedOrder(recent, findings);
        by(since(attempts, now.minus(SUCCESS_AFTER)), Attempt::source)
                .forEach((source, all) -> successAfterDeclines(source, all, findings));
        return findings;
    }

    /** So many declines that even the least share that they may stand for is too much. */
    private void rate(List<Attempt> recent, List<Finding> findings) {
        RuleSettings rule = settings.apply("card_testing_decline_rate");
        long declined = declined(recent);
        double most =
                Math.max(rule.parameter("share"), Math.min(HIGHEST_USUAL, rule.parameter("factor") * usualDeclines));
        if (recent.size() >= rule.parameter("attempts") && Share.wilsonLower((double) declined, recent.size()) > most) {
            findings.add(finding("card_testing_decline_rate", "merchant", recent.size(), declined));
        }
    }

    private void source(String source, List<Attempt> all, List<Finding> findings) {
        RuleSettings rule = settings.apply("card_testing_source");
        if (distinct(all, Attempt::instrument) >= rule.parameter("instruments")
                && declined(all) >= rule.parameter("share") * all.size()) {
            findings.add(finding("card_testing_source", source, all.size(), declined(all)));
        }
    }

    private void instrument(String instrument, List<Attempt> all, List<Finding> findings) {
        RuleSettings rule = settings.apply("card_testing_instrument");
        if (all.size() >= rule.parameter("attempts")
                && distinct(
                                all,
                                attempt ->
                                        attempt.customer().map(Object::toString).orElse(""))
                        > 1) {
            findings.add(finding("card_testing_instrument", instrument, all.size(), declined(all)));
        }
    }

    private void smallAmounts(List<Attempt> recent, List<Finding> findings) {
        RuleSettings rule = settings.apply("card_testing_small_amounts");
        List<Attempt> small = recent.stream()
                .filter(attempt -> attempt.amount() <= rule.parameter("amount"))
                .toList();
        long usual = by(small, attempt -> attempt.amount() + attempt.currency()).values().stream()
                .mapToLong(Collection::size)
                .max()
                .orElse(0);
        if (small.size() >= rule.parameter("attempts") && usual > rule.parameter("share") * small.size()) {
            findings.add(finding("card_testing_small_amounts", "merchant", small.size(), declined(small)));
        }
    }

    private void cardData(List<Attempt> recent, List<Finding> findings) {
        RuleSettings rule = settings.apply("card_testing_card_data");
        long guesses = recent.stream()
                .filter(attempt -> attempt.failure().map(CARD_DATA::contains).orElse(false))
                .count();
        if (recent.size() >= rule.parameter("attempts") && guesses > rule.parameter("share") * recent.size()) {
            findings.add(finding("card_testing_card_data", "merchant", recent.size(), guesses));
        }
    }

    /** Each attempt has an idempotency key of its own: the same order again and again under new ones. */
    private void repeatedOrder(List<Attempt> recent, List<Finding> findings) {
        RuleSettings rule = settings.apply("card_testing_repeated_order");
        by(
                        recent.stream()
                                .filter(attempt -> attempt.customer().isPresent())
                                .toList(),
                        attempt -> attempt.customer().get() + " " + attempt.amount() + attempt.currency())
                .forEach((order, all) -> {
                    if (all.size() >= rule.parameter("attempts")) {
                        findings.add(finding(
                                "card_testing_repeated_order", all.get(0).instrument(), all.size(), declined(all)));
                    }
                });
    }

    /**
     * Declines one after the other and then a success, which ends their row: most merchants call from one address for all
     * their payers, and some of those are declined in any half an hour.
     */
    private void successAfterDeclines(String source, List<Attempt> all, List<Finding> findings) {
        RuleSettings rule = settings.apply("card_testing_success");
        long declines = 0;
        for (Attempt attempt : all) {
            if (attempt.declined()) {
                declines++;
            } else if (declines >= rule.parameter("declines")) {
                findings.add(finding("card_testing_success", source, all.size(), declines));
                return;
            } else {
                declines = 0;
            }
        }
    }

    private static Finding finding(String rule, String subject, long attempts, long declined) {
        return new Finding(
                rule, subject, Map.of("attempts", Long.toString(attempts), "declined", Long.toString(declined)));
    }

    private static List<Attempt> since(List<Attempt> attempts, Instant since) {
        return attempts.stream().filter(attempt -> attempt.at().isAfter(since)).toList();
    }

    private static Map<String, List<Attempt>> by(List<Attempt> attempts, Function<Attempt, String> what) {
        return attempts.stream()
                .filter(attempt -> !what.apply(attempt).equals("unknown"))
                .collect(Collectors.groupingBy(what));
    }

    private static long declined(List<Attempt> attempts) {
        return attempts.stream().filter(Attempt::declined).count();
    }

    private static long distinct(List<Attempt> attempts, Function<Attempt, String> what) {
        return attempts.stream().map(what).distinct().count();
    }
}
