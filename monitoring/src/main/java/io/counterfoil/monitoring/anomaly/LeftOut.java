package io.counterfoil.monitoring.anomaly;

import io.counterfoil.domain.control.Sightings;
import io.counterfoil.domain.signal.Alarm;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Says that more series are used than the detector watches: as a figure, as an alert, and in the log once an hour. */
@Singleton
final class LeftOut {

    static final String FIGURE = "counterfoil_anomaly_series_left_out_total";

    private static final Logger LOG = Logger.getLogger(LeftOut.class.getName());
    private static final Duration BETWEEN_COMPLAINTS = Duration.ofHours(1);

    private final MetricRegistry registry;
    private final Sightings sightings;
    private final Event<Alarm> alarms;
    private final InstantSource time;
    private Instant complained = Instant.MIN;

    @Inject
    LeftOut(MetricRegistry registry, Sightings sightings, Event<Alarm> alarms, InstantSource time) {
        this.registry = registry;
        this.sightings = sightings;
        this.alarms = alarms;
        this.time = time;
        // there from the first scrape on: what is not there can't be compared with
        registry.counter(FIGURE);
    }

    /** Of one minute, inside the running transaction; nothing where none was left out. */
    void tell(long leftOut, long watched) {
        if (leftOut == 0) {
            return;
        }
        registry.counter(FIGURE).inc(leftOut);
        sightings.see("series_left_out", "server");
        alarms.fire(new Alarm(
                "series_left_out",
                Optional.empty(),
                true,
                "server",
                Map.of("left_out", Long.toString(leftOut), "watched", Long.toString(watched))));
        complain(leftOut, watched);
    }

    private synchronized void complain(long leftOut, long watched) {
        Instant now = time.instant();
        if (!complained.isAfter(now.minus(BETWEEN_COMPLAINTS))) {
            complained = now;
            LOG.log(
                    Level.WARNING,
                    "The detector watches {0} series, and leaves out the {1} that are used least: nothing unusual is found"
                            + " in them. Said again in an hour, if it is still so.",
                    new Object[] {watched, leftOut});
        }
    }
}
