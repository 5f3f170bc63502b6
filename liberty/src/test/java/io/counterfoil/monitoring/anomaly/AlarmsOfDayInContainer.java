package io.counterfoil.monitoring.anomaly;

import io.counterfoil.domain.signal.Alarm;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hears every alarm, as the alert store does: there the newest facts of an alert replace the first. */
@Singleton
class AlarmsOfDayInContainer {

    private final List<Alarm> alarms = new CopyOnWriteArrayList<>();

    void hear(@Observes Alarm alarm) {
        alarms.add(alarm);
    }

    List<Alarm> ofRule(String rule) {
        return alarms.stream().filter(alarm -> alarm.rule().equals(rule)).toList();
    }

    List<Alarm> about(String subject) {
        return alarms.stream().filter(alarm -> alarm.subject().equals(subject)).toList();
    }
}
