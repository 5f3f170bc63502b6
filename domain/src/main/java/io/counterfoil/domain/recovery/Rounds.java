package io.counterfoil.domain.recovery;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The rounds of recovery: until nothing is due, and again a second later. */
@Singleton
public final class Rounds {

    private static final Logger LOG = Logger.getLogger(Rounds.class.getName());
    private static final Duration BETWEEN_ALERTS = Duration.ofSeconds(10);

    private final BackgroundWork work;
    private final Transactions transactions;
    private final Event<Alarm> alerts;
    private final Duration alertAfter;

    @Inject
    public Rounds(
            BackgroundWork work, Transactions transactions, Event<Alarm> alerts, ConfigurationSource configuration) {
        this.work = work;
        this.transactions = transactions;
        this.alerts = alerts;
        this.alertAfter = RecoverySettings.ALERT_AFTER.in(configuration);
    }

    /** Recovers what is due, each by itself: one that fails comes back, at the latest when its lease has run out. */
    public <T> void recover(String name, Supplier<List<T>> claimDue, Consumer<T> recover) {
        work.every(Pace.ROUND, name + " recovery", () -> {
            List<T> due = claimDue.get();
            while (!due.isEmpty()) {
                due.forEach(one -> attempt(name, one, recover));
                due = claimDue.get();
            }
        });
    }

    /** Tells people, once each, of what stays unknown for too long. */
    public void watch(String name, Unfinished unfinished, Function<Unfinished.Late, String> id) {
        work.every(
                BETWEEN_ALERTS,
                name + " alerts",
                () -> transactions.commit(() -> unfinished.overdue(alertAfter).forEach(late -> alert(late, id))));
    }

    private void alert(Unfinished.Late late, Function<Unfinished.Late, String> id) {
        String what = id.apply(late);
        LOG.log(
                Level.WARNING,
                "{0} has been unknown since {1}. It stays so until the processor says what became of it: see"
                        + " docs/operations.md, \"A payment that stays unknown\".",
                new Object[] {what, late.since()});
        alerts.fire(new Alarm(
                "outcome_overdue",
                Optional.of(late.merchant()),
                late.livemode(),
                what,
                Map.of("since", late.since().toString())));
    }

    private static <T> void attempt(String name, T one, Consumer<T> recover) {
        try {
            recover.accept(one);
        } catch (RuntimeException failure) {
            LOG.log(
                    Level.WARNING,
                    "{0} recovery failed once ({1}); it is taken up again, at the latest when its lease has run out.",
                    new Object[] {name, failure.toString()});
        }
    }
}
