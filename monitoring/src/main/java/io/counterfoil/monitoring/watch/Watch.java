package io.counterfoil.monitoring.watch;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at the controls that keep the server's promises. One that fails is told again and again, so that its alert stays
 * open until it works (PCI DSS 4.0.1, 10.7.2).
 */
@Singleton
final class Watch {

    private static final Duration ROUND = Duration.ofSeconds(15);
    private static final Duration LONGEST_UNSEALED = Duration.ofMinutes(1);
    private static final Duration LONGEST_UNPUBLISHED = Duration.ofMinutes(1);

    /** How much longer than three of its rounds work may take. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final Vitals vitals;
    private final Transactions transactions;
    private final Event<Alarm> alarms;
    private final Duration grace;

    @Inject
    Watch(Vitals vitals, Transactions transactions, Event<Alarm> alarms) {
        this(vitals, transactions, alarms, GRACE);
    }

    Watch(Vitals vitals, Transactions transactions, Event<Alarm> alarms, Duration grace) {
        this.vitals = vitals;
        this.transactions = transactions;
        this.alarms = alarms;
        this.grace = grace;
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(ROUND, "watch over controls", this::look);
    }

    void look() {
        vitals.sealLag().forEach((log, lag) -> {
            if (lag.compareTo(LONGEST_UNSEALED) > 0) {
                tell("log_not_sealing", log, Map.of("oldest_seconds", Long.toString(lag.toSeconds())));
            }
        });
        vitals.publishLag().forEach((log, lag) -> {
            if (lag.compareTo(LONGEST_UNPUBLISHED) > 0) {
                tell("log_not_publishing", log, Map.of("seconds", Long.toString(lag.toSeconds())));
            }
        });
        vitals.late(grace)
                .forEach(job -> tell(
                        "job_not_running",
                        job.name(),
                        Map.of(
                                "seconds_since_success",
                                Long.toString(job.sinceSuccess().toSeconds()))));
        vitals.tablesWithoutTomorrow().forEach(table -> tell("partition_missing", table, Map.of()));
    }

    private void tell(String rule, String subject, Map<String, String> facts) {
        transactions.commit(() -> alarms.fire(new Alarm(rule, Optional.empty(), true, subject, facts)));
    }
}
