package io.counterfoil.domain.signal;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Hears what the audit log and the alerts are told; a test may make it fail, as they may. */
@Singleton
public final class HeardInContainer {

    private final List<AuditedAct> acts = new CopyOnWriteArrayList<>();
    private final List<Alarm> alarms = new CopyOnWriteArrayList<>();
    private volatile Predicate<AuditedAct> failing = act -> false;

    void hear(@Observes AuditedAct act) {
        if (failing.test(act)) {
            throw new IllegalStateException("the audit log failed");
        }
        acts.add(act);
    }

    void hear(@Observes Alarm alarm) {
        alarms.add(alarm);
    }

    /** Fails from now on for such acts. */
    public void failFor(Predicate<AuditedAct> such) {
        failing = such;
    }

    public List<AuditedAct> acts(Predicate<AuditedAct> such) {
        return acts.stream().filter(such).toList();
    }

    public List<Alarm> alarms(Predicate<Alarm> such) {
        return alarms.stream().filter(such).toList();
    }
}
