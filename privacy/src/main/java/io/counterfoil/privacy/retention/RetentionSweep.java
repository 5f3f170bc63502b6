package io.counterfoil.privacy.retention;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.control.Sightings;
import io.counterfoil.domain.database.DatabaseOpened;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.DatabaseRefused;
import io.counterfoil.domain.personaldata.ExpiringFields;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Removes values that are past the retention of their field. Servers that do it at once find what the others left. */
@Singleton
final class RetentionSweep {

    private static final Duration PAUSE = Duration.ofHours(1);

    private final Instance<ExpiringFields> slices;
    private final InstantSource time;
    private final Map<String, Duration> fields;
    private final Sightings sightings;

    @Inject
    RetentionSweep(
            Instance<ExpiringFields> slices,
            InstantSource time,
            ConfigurationSource configuration,
            Sightings sightings) {
        this.sightings = sightings;
        this.slices = slices;
        this.time = time;
        this.fields = RetentionSettings.fields(configuration);
    }

    void check(@Observes DatabaseOpened opened) {
        Set<String> known = new TreeSet<>();
        slices.forEach(slice -> known.addAll(slice.columns()));
        if (!known.containsAll(fields.keySet())) {
            throw new DatabaseRefused("COUNTERFOIL_PRIVACY_RETENTION names a field that can't be removed by itself. "
                    + "Those that can: " + String.join(", ", known) + ".");
        }
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        if (!fields.isEmpty()) {
            work.every(PAUSE, "Retention of personal data", this::sweep);
        }
    }

    void sweep() {
        fields.forEach(this::sweep);
    }

    private void sweep(String column, Duration kept) {
        int removed = slices.stream()
                .filter(slice -> slice.columns().contains(column))
                .mapToInt(slice -> slice.expire(column, time.instant().minus(kept)))
                .sum();
        sightings.see(MinimalControls.SWEPT, column);
        if (removed > 0) {
            sightings.see(MinimalControls.REMOVED, column);
        }
    }
}
