package io.counterfoil.monitoring.incident;

import io.counterfoil.domain.signal.Alarm;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hears every alarm about the authority's clock. */
@Singleton
class RungInContainer {

    private final List<Alarm> alarms = new CopyOnWriteArrayList<>();

    void hear(@Observes Alarm alarm) {
        if (alarm.rule().equals("incident_authority_deadline")) {
            alarms.add(alarm);
        }
    }

    List<Map<String, String>> about(String incident) {
        return alarms.stream()
                .filter(alarm -> alarm.subject().equals(incident))
                .map(Alarm::facts)
                .toList();
    }
}
