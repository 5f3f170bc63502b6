package io.counterfoil.monitoring.cardtesting;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.partition.DayPartitions;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.monitoring.alert.AlertRules;
import io.counterfoil.monitoring.anomaly.UsualDeclines;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rules for card testing over a day of attempts, with a clock of the test's. */
@Singleton
public class CardsOfDayInContainer {

    private static final Duration ROUND = Duration.ofSeconds(15);

    private final Transactions transactions;
    private final Attempts attempts;
    private final AlertRules rules;
    private final DayPartitions partitions;
    private final Event<Alarm> alarms;

    @Inject
    CardsOfDayInContainer(
            Transactions transactions,
            Attempts attempts,
            AlertRules rules,
            DayPartitions partitions,
            Event<Alarm> alarms) {
        this.transactions = transactions;
        this.attempts = attempts;
        this.rules = rules;
        this.partitions = partitions;
        this.alarms = alarms;
    }

    /** An attempt to pay; the amount is in the currency's minor unit. */
    public record Tried(
            Instant at,
            String source,
            String instrument,
            long amount,
            @Nullable String failure) {}

    /** Lets the rules look at a day, the attempts of which come in their order. */
    public void judge(UUID merchant, List<Tried> day) {
        Instant[] now = {Instant.EPOCH};
        InstantSource time = () -> now[0];
        Ids ids = new Ids(time, new SecureRandom());
        CardTesting rulesOfDay = new CardTesting(
                transactions,
                attempts,
                new CardTesting.Yardstick(rules, new UsualDeclines(transactions)),
                new CardTesting.Stamp(time, ids),
                alarms);
        int next = 0;
        while (next < day.size()) {
            Instant until = day.get(next).at().plus(ROUND);
            int first = next;
            while (next < day.size() && day.get(next).at().isBefore(until)) {
                next++;
            }
            List<Tried> round = day.subList(first, next);
            transactions.commit(() -> round.forEach(one -> {
                now[0] = one.at();
                write(merchant, ids.next(), one);
            }));
            now[0] = round.get(round.size() - 1).at().plusSeconds(1);
            rulesOfDay.look();
        }
    }

    private void write(UUID merchant, UUID id, Tried one) {
        partitions.cover("monitoring.payment_attempt", id);
        transactions
                .sql()
                .update("""
                INSERT INTO monitoring.payment_attempt
                       (merchant_id, id, livemode, at, source, instrument, customer_id, amount, currency, failure)
                VALUES (?, ?, true, ?, ?, ?, NULL, ?, 'EUR', ?)\
                """, merchant, id, one.at(), one.source(), one.instrument(), one.amount(), one.failure());
    }
}
