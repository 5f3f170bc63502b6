package io.counterfoil.monitoring.watch;

import io.counterfoil.domain.database.Database;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** How far behind things are, as gauges. Looked up every few seconds, so that a scrape asks no database. */
@Singleton
final class VitalMetrics {

    private static final Duration ROUND = Duration.ofSeconds(5);

    private final Vitals vitals;
    private final MetricRegistry registry;
    private final Database database;
    private volatile Map<String, Duration> sealLag = Map.of();
    private volatile long openAlerts;

    @Inject
    VitalMetrics(Vitals vitals, MetricRegistry registry, Database database) {
        this.vitals = vitals;
        this.registry = registry;
        this.database = database;
    }

    /** From the start on: a server whose database never opens must be seen not to be ready. */
    void listen(@Observes Startup startup) {
        registry.gauge("counterfoil_ready", database, one -> one.trouble().isEmpty() ? 1 : 0);
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        registry.gauge("counterfoil_alerts_open", this, one -> one.openAlerts);
        registry.gauge(
                "counterfoil_seal_lag_seconds",
                this,
                one -> one.sealLag.values().stream()
                        .mapToDouble(lag -> lag.toMillis() / 1000.0)
                        .max()
                        .orElse(0));
        work.every(ROUND, "vital figures", () -> look(work));
    }

    /** A name that stands for several jobs, such as one on each queue, tells of the one that is farthest behind. */
    private void look(BackgroundWork work) {
        sealLag = vitals.sealLag();
        openAlerts = vitals.openAlerts();
        work.jobs().stream()
                .map(BackgroundWork.Job::name)
                .distinct()
                .forEach(name -> registry.gauge(
                        "counterfoil_job_lag_seconds",
                        work,
                        all -> all.jobs().stream()
                                .filter(job -> job.name().equals(name))
                                .mapToDouble(job -> job.sinceSuccess().toMillis() / 1000.0)
                                .max()
                                .orElse(0),
                        new Tag("work", name.replace(' ', '_'))));
    }
}
