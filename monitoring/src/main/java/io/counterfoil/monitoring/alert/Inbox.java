package io.counterfoil.monitoring.alert;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.signal.Alarm;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/**
 * Takes alarms in, in the transaction of their cause. A row of its own for each: ten thousand in a minute wait for no
 * lock of one another. {@link Folding} makes alerts of them.
 */
@Singleton
final class Inbox {

    private static final String INSERT = """
        INSERT INTO monitoring.alert_raise (merchant_id, id, livemode, rule, subject, facts, raised_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)\
        """;

    private final Transactions transactions;
    private final Ids ids;
    private final InstantSource time;

    @Inject
    Inbox(Transactions transactions, Ids ids, InstantSource time) {
        this.transactions = transactions;
        this.ids = ids;
        this.time = time;
    }

    void on(@Observes Alarm alarm) {
        transactions
                .sql()
                .update(
                        INSERT,
                        alarm.merchant().orElse(Alerts.NOBODY),
                        ids.next(),
                        alarm.livemode(),
                        alarm.rule(),
                        alarm.subject(),
                        new String(Json.write(alarm.facts()), StandardCharsets.UTF_8),
                        time.instant());
    }
}
