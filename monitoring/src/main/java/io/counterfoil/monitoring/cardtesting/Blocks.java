package io.counterfoil.monitoring.cardtesting;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.payment.PaymentGuard;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.work.BackgroundWork;
import io.counterfoil.monitoring.failedpayment.Sources;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What verdicts keep from being charged: a blocked instrument for a day, a throttled one or a source for as long as the rule
 * looks back. Held in memory and read anew every second; a payment asks no database. In test mode nothing is kept from anything.
 */
@Singleton
final class Blocks implements PaymentGuard {

    private static final Duration THROTTLED = CardTestingRules.WINDOW;

    /** Index card_testing_verdict_in_force. */
    private static final String IN_FORCE = """
        SELECT merchant_id, subject, bool_or(action = 'block' AND subject LIKE 'ins\\_%')
        FROM monitoring.card_testing_verdict
        WHERE until > ? AND livemode AND NOT dry_run
          AND (action = 'block' AND subject LIKE 'ins\\_%' OR action IN ('throttle', 'block') AND at > ?)
        GROUP BY 1, 2\
        """;

    private final Transactions transactions;
    private final Sources sources;
    private final InstantSource time;
    private volatile Map<UUID, Map<String, Held>> held = Map.of();

    @Inject
    Blocks(Transactions transactions, Sources sources, InstantSource time) {
        this.transactions = transactions;
        this.sources = sources;
        this.time = time;
    }

    /**
     * Who is held back.
     *
     * @param blocked for a day, where it is an instrument
     */
    private record Held(UUID merchant, String subject, boolean blocked) {}

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(Duration.ofSeconds(1), "card testing blocks", this::refresh);
    }

    void refresh() {
        Instant now = time.instant();
        held = transactions.commit(() -> transactions
                .sql()
                .all(
                        IN_FORCE,
                        row -> new Held(row.getObject(1, UUID.class), row.getString(2), row.getBoolean(3)),
                        now,
                        now.minus(THROTTLED))
                .stream()
                .collect(Collectors.groupingBy(
                        Held::merchant, Collectors.toUnmodifiableMap(Held::subject, one -> one))));
    }

    @Override
    public void demandAllowed(UUID merchant, boolean livemode, String instrument) {
        Map<String, Held> subjects = held.get(merchant);
        if (subjects == null || !livemode) {
            return;
        }
        Held one = subjects.get(instrument);
        if (one != null && one.blocked()) {
            throw new Problem(
                    403,
                    "instrument_blocked",
                    "This payment method is blocked",
                    "It was used as stolen cards are. It works again a day after that.",
                    false);
        }
        if (one != null) {
            throw throttled("Payments with this payment method look like card testing");
        }
        if (subjects.containsKey(sources.current())) {
            throw throttled("Payments from here look like card testing");
        }
    }

    private static Problem throttled(String title) {
        return new Problem(
                        429,
                        "abnormal_usage",
                        title,
                        "Wait ten minutes. If these are real payers, ask the operator to look at the alert.",
                        true)
                .type("https://iana.org/assignments/http-problem-types#abnormal-usage-detected")
                .header("Retry-After", Long.toString(THROTTLED.toSeconds()));
    }
}
