package io.counterfoil.domain.recovery;

import io.counterfoil.domain.signal.Alarm;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hears every alarm, as monitoring does. */
@Singleton
class HeardInContainer {

    private final List<Alarm> alarms = new CopyOnWriteArrayList<>();

    void hear(@Observes Alarm alarm) {
        alarms.add(alarm);
    }

    List<Alarm> about(String subject) {
        return alarms.stream().filter(alarm -> alarm.subject().equals(subject)).toList();
    }
}
