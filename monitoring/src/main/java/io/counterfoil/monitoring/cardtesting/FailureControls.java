package io.counterfoil.monitoring.cardtesting;

import io.counterfoil.domain.control.Assessment;
import io.counterfoil.domain.control.Control;
import io.counterfoil.domain.control.Controls;
import io.counterfoil.domain.control.Window;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.monitoring.alert.AlertRules;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether payments that fail are kept track of, and looked at for stolen cards being tried. */
@Singleton
final class FailureControls implements Controls {

    /** Attempts are kept for two days; a failure is there in both tables within seconds. */
    private static final Duration COMPARED = Duration.ofDays(1);

    /** Index failed_payment_by_time, for each merchant. */
    private static final String FAILED = """
        SELECT coalesce(sum(f.failures), 0), max(f.last_at)
        FROM domain.merchant m
        CROSS JOIN LATERAL (SELECT count(*) AS failures, max(failed_at) AS last_at FROM monitoring.failed_payment
                            WHERE merchant_id = m.id AND failed_at >= ?) AS f\
        """;

    /**
     * The newest hundred of forty merchants, others in each hour, and who of them has failures that are not kept track of.
     * Primary key payment_attempt_pkey, index failed_payment_by_time.
     */
    private static final String ATTEMPTS = """
        SELECT coalesce(sum(a.attempts), 0), coalesce(sum(a.failures), 0),
               count(*) FILTER (WHERE a.failures > 0 AND NOT EXISTS (
                   SELECT FROM monitoring.failed_payment f WHERE f.merchant_id = m.id AND f.failed_at >= ?))
        FROM (SELECT id FROM domain.merchant ORDER BY md5(id::text || date_trunc('hour', now())) LIMIT 40) AS m
        CROSS JOIN LATERAL (
            SELECT count(*) AS attempts, count(failure) AS failures
            FROM (SELECT failure FROM monitoring.payment_attempt
                  WHERE merchant_id = m.id AND id >= ? AND id < ? ORDER BY id DESC LIMIT 100) AS newest) AS a\
        """;

    private static final String VERDICTS = """
        SELECT count(*), count(*) FILTER (WHERE dry_run), count(*) FILTER (WHERE action <> 'alert')
        FROM monitoring.card_testing_verdict WHERE at >= ?\
        """;

    private final AlertRules rules;

    @Inject
    FailureControls(AlertRules rules) {
        this.rules = rules;
    }

    @Override
    public List<Control> controls() {
        return List.of(new Control("monitoring.failed_payments", this::tracked));
    }

    private record Failed(long failures, Optional<Instant> lastAt) {}

    private Assessment tracked(Window window) {
        Failed failed = window.sql()
                .first(FAILED, row -> new Failed(row.getLong(1), Window.maybe(row, 2)), window.since())
                .orElseThrow();
        Instant from = window.asOf().minus(COMPARED);
        long[] attempts = window.sql()
                .first(
                        ATTEMPTS,
                        row -> new long[] {row.getLong(1), row.getLong(2), row.getLong(3)},
                        from.minusSeconds(60),
                        Ids.firstAt(from),
                        Ids.firstAt(window.asOf().minusSeconds(60)))
                .orElseThrow();
        long[] verdicts = window.sql()
                .first(VERDICTS, row -> new long[] {row.getLong(1), row.getLong(2), row.getLong(3)}, window.since())
                .orElseThrow();
        List<AlertRules.Rule> cardTesting = rules.all().stream()
                .filter(rule -> rule.name().startsWith("card_testing_"))
                .toList();
        List<String> off = cardTesting.stream()
                .filter(rule -> !rule.settings().enabled() || rule.settings().dryRun())
                .map(AlertRules.Rule::name)
                .toList();
        return window.evidence()
                .with("failed_payments", failed.failures())
                .with("last_failed_at", failed.lastAt())
                .with("attempts_looked_at", attempts[0])
                .with("failures_among_them", attempts[1])
                .with("merchants_not_tracked", attempts[2])
                .with("card_testing_rules", cardTesting.size())
                .with("rules_off", off)
                .with("verdicts", verdicts[0])
                .with("verdicts_tried_out", verdicts[1])
                .with("verdicts_that_act", verdicts[2])
                .failing(attempts[2] > 0, "payments fail and none is kept track of")
                .failing(off.size() == cardTesting.size(), "nothing looks for stolen cards being tried")
                .atRisk(!off.isEmpty(), "some rules against card testing are off, or only tried out")
                .assess();
    }
}
