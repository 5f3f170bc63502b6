package io.counterfoil.monitoring.usage;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.monitoring.alert.AlertRules;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The meter and its writer, with a clock of the test's. */
@Singleton
public class MeterOfDayInContainer {

    private final Transactions transactions;
    private final AlertRules rules;
    private final Event<Alarm> alarms;

    @Inject
    MeterOfDayInContainer(Transactions transactions, AlertRules rules, Event<Alarm> alarms) {
        this.transactions = transactions;
        this.rules = rules;
        this.alarms = alarms;
    }

    public UsageMeter at(InstantSource time) {
        return new UsageMeter(new UsageWriter(transactions, rules, time, alarms), time);
    }

    public void flush(UsageMeter meter) {
        meter.flush();
    }
}
