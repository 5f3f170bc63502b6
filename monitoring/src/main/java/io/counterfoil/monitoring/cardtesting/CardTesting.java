package io.counterfoil.monitoring.cardtesting;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.domain.work.BackgroundWork;
import io.counterfoil.monitoring.alert.AlertRules;
import io.counterfoil.monitoring.anomaly.UsualDeclines;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Judges the latest attempts every five seconds, on one server at a time. A verdict is stored with the version of its
 * rule; it alerts, unless the rule only tries itself out, and acts only in live mode and where the rule is set to.
 */
@Singleton
final class CardTesting {

    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final Duration LATELY = Duration.ofSeconds(15);
    private static final Duration BLOCKED = Duration.ofDays(1);

    private static final String LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('counterfoil card testing'), 0)";

    /** Index card_testing_verdict_in_force. */
    private static final String FORGET = """
        DELETE FROM monitoring.card_testing_verdict WHERE until < now() - interval '90 days'\
        """;

    /** Once in a window for each rule and subject. Index card_testing_verdict_of. */
    private static final String STORE = """
        INSERT INTO monitoring.card_testing_verdict
               (merchant_id, id, livemode, rule, rule_version, subject, facts, action, dry_run, at, until)
        SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
        WHERE NOT EXISTS (SELECT FROM monitoring.card_testing_verdict v
                          WHERE v.until > ? AND v.at > ? AND v.merchant_id = ? AND v.livemode = ? AND v.rule = ?
                            AND v.subject = ?)\
        """;

    private final Transactions transactions;
    private final Attempts attempts;
    private final Yardstick yardstick;
    private final Stamp stamp;
    private final Event<Alarm> alarms;

    @Inject
    CardTesting(Transactions transactions, Attempts attempts, Yardstick yardstick, Stamp stamp, Event<Alarm> alarms) {
        this.transactions = transactions;
        this.attempts = attempts;
        this.yardstick = yardstick;
        this.stamp = stamp;
        this.alarms = alarms;
    }

    /** What attempts are measured by: the rules as they are set, and what is usual. */
    @Singleton
    record Yardstick(AlertRules rules, UsualDeclines usual) {
        @Inject
        Yardstick {}
    }

    /** When, and under which id. */
    @Singleton
    record Stamp(InstantSource time, Ids ids) {
        @Inject
        Stamp {}
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(ROUND, "card testing rules", this::look);
        work.every(
                Duration.ofHours(1),
                "old verdicts",
                () -> transactions.commit(() -> {
                    transactions.sql().update(FORGET);
                }));
    }

    void look() {
        alone(now -> attempts.since(now.minus(LATELY)).forEach(whose -> judge(whose, now)));
    }

    /** Judges in one transaction, unless another server is at it. */
    void alone(Consumer<Instant> judging) {
        transactions.commit(() -> {
            if (transactions.sql().first(LOCK, row -> row.getBoolean(1)).orElse(false)) {
                judging.accept(stamp.time().instant());
            }
        });
    }

    private void judge(Attempts.Whose whose, Instant now) {
        double usual = yardstick.usual().of(whose.merchant(), whose.livemode(), now);
        new CardTestingRules(name -> yardstick.rules().named(name).settings(), usual)
                .judge(attempts.of(whose, now.minus(CardTestingRules.LONGEST)), now)
                .forEach(finding -> store(whose, finding, now));
    }

    /** Stores a verdict, in the running transaction, and tells of it. */
    void store(Attempts.Whose whose, CardTestingRules.Finding finding, Instant now) {
        AlertRules.Rule rule = yardstick.rules().named(finding.rule());
        if (!rule.settings().enabled()) {
            return;
        }
        String action = whose.livemode() ? rule.settings().action() : "alert";
        boolean dryRun = rule.settings().dryRun();
        String subject =
                finding.subject().equals("merchant") ? IdKind.MERCHANT.text(whose.merchant()) : finding.subject();
        int stored = transactions
                .sql()
                .update(
                        STORE,
                        whose.merchant(),
                        stamp.ids().next(),
                        whose.livemode(),
                        rule.name(),
                        rule.version(),
                        subject,
                        new String(Json.write(finding.facts()), StandardCharsets.UTF_8),
                        action,
                        dryRun,
                        now,
                        now.plus(BLOCKED),
                        now,
                        now.minus(CardTestingRules.WINDOW),
                        whose.merchant(),
                        whose.livemode(),
                        rule.name(),
                        subject);
        if (stored == 1 && !dryRun) {
            Map<String, String> facts = new HashMap<>(finding.facts());
            facts.put("action", action);
            facts.put("rule_version", Integer.toString(rule.version()));
            facts.put("merchant", IdKind.MERCHANT.text(whose.merchant()));
            // whoever tries something out in test mode is not told by webhook that they do
            Optional<UUID> told = Optional.of(whose.merchant()).filter(one -> whose.livemode());
            alarms.fire(new Alarm(rule.name(), told, whose.livemode(), subject, facts));
        }
    }
}
