package io.counterfoil.monitoring.cardtesting;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.work.BackgroundWork;
import io.counterfoil.monitoring.alert.AlertRules;
import io.counterfoil.monitoring.alert.RuleSettings;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Refunds by one key in an hour, far above what the key made in an hour of the week before: who holds a stolen key sends
 * money to cards of their own. A key that made none is judged by the least count alone.
 */
@Singleton
final class RefundsByKey {

    private static final String RULE = "card_testing_refunds";
    private static final Duration ROUND = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration BEFORE = Duration.ofDays(7);

    /** Index usage_minute_id, and for those keys alone primary key usage_hour_pkey. */
    private static final String MANY = """
        WITH now AS (
            SELECT merchant_id, livemode, key_id, sum(count) AS refunds
            FROM monitoring.usage_minute
            WHERE id >= ? AND id < ? AND route = 'POST /v1/payments/{id}/refunds' AND status < 300
            GROUP BY 1, 2, 3 HAVING sum(count) >= ?)
        SELECT merchant_id, livemode, key_id, refunds,
               COALESCE((SELECT sum(u.count) FROM monitoring.usage_hour u
                         WHERE u.merchant_id = now.merchant_id AND u.id >= ? AND u.id < ? AND u.key_id = now.key_id
                           AND u.route = 'POST /v1/payments/{id}/refunds' AND u.status < 300), 0)
        FROM now\
        """;

    private final Transactions transactions;
    private final AlertRules rules;
    private final CardTesting cardTesting;

    @Inject
    RefundsByKey(Transactions transactions, AlertRules rules, CardTesting cardTesting) {
        this.transactions = transactions;
        this.rules = rules;
        this.cardTesting = cardTesting;
    }

    private record Refunds(Attempts.Whose whose, UUID key, long now, double usual) {}

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(ROUND, "refunds by key", this::look);
    }

    void look() {
        cardTesting.alone(now -> {
            RuleSettings rule = rules.named(RULE).settings();
            many(now, rule).stream()
                    .filter(one -> one.now() > rule.parameter("factor") * one.usual())
                    .forEach(one -> cardTesting.store(one.whose(), finding(one), now));
        });
    }

    private List<Refunds> many(Instant now, RuleSettings rule) {
        Instant hour = now.minus(HOUR);
        return transactions
                .sql()
                .all(
                        MANY,
                        row -> new Refunds(
                                new Attempts.Whose(row.getObject(1, UUID.class), row.getBoolean(2)),
                                row.getObject(3, UUID.class),
                                row.getLong(4),
                                row.getDouble(5) / BEFORE.toHours()),
                        Ids.firstAt(hour),
                        Ids.firstAt(now),
                        rule.parameter("least"),
                        Ids.firstAt(hour.minus(BEFORE)),
                        Ids.firstAt(hour));
    }

    private static CardTestingRules.Finding finding(Refunds refunds) {
        return new CardTestingRules.Finding(
                RULE,
                IdKind.API_KEY.text(refunds.key()),
                Map.of(
                        "refunds_in_an_hour",
                        Long.toString(refunds.now()),
                        "usual_in_an_hour",
                        String.format(Locale.ROOT, "%.1f", refunds.usual())));
    }
}
