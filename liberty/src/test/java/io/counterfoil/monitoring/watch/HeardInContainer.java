package io.counterfoil.monitoring.watch;

import io.counterfoil.domain.signal.Alarm;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hears every alarm that is fired inside the server. */
@Singleton
class HeardInContainer {

    private final List<Alarm> alarms = new CopyOnWriteArrayList<>();

    void hear(@Observes Alarm alarm) {
        alarms.add(alarm);
    }

    long times(String rule, String subject) {
        return alarms.stream()
                .filter(alarm -> alarm.rule().equals(rule) && alarm.subject().equals(subject))
                .count();
    }
}
