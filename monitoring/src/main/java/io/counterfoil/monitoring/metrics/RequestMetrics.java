package io.counterfoil.monitoring.metrics;

import io.counterfoil.monitoring.usage.SeenCall;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Calls as the edge answered them. */
@Singleton
public final class RequestMetrics {

    private static final String REPLAYS = "counterfoil_idempotent_replays_total";
    private static final String AUTHENTICATION_FAILURES = "counterfoil_authentication_failures_total";
    private static final String REFUSALS = "counterfoil_rate_limit_refusals_total";

    /** More than there are methods, and whoever has no credential can call each of them. */
    static final int MOST_ROUTES = 500;

    /** More than there are problems. */
    private static final int MOST_CODES = 250;

    private static final int UNAUTHENTICATED = 401;
    private static final int TOO_MANY = 429;

    private final MetricRegistry registry;
    private final BoundedLabel routes = new BoundedLabel(MOST_ROUTES);
    private final BoundedLabel codes = new BoundedLabel(MOST_CODES);

    @Inject
    public RequestMetrics(MetricRegistry registry) {
        this.registry = registry;
        // there from the first scrape on: what is not there can't be compared with
        List.of(REPLAYS, AUTHENTICATION_FAILURES, REFUSALS).forEach(registry::counter);
    }

    /**
     * Counts a call.
     *
     * @param code of the problem that it was answered with
     * @param replayed whether a stored answer was sent again
     */
    public void count(SeenCall call, Optional<String> code, boolean replayed, Duration took) {
        Tag route = new Tag("route", routes.of(call.route()));
        registry.counter("counterfoil_requests_total", route, new Tag("status", call.status() / 100 + "xx"))
                .inc();
        registry.timer("counterfoil_request_duration", route).update(took);
        code.ifPresent(problem -> registry.counter("counterfoil_problems_total", new Tag("code", codes.of(problem)))
                .inc());
        if (replayed) {
            registry.counter(REPLAYS).inc();
        }
        if (call.status() == UNAUTHENTICATED) {
            registry.counter(AUTHENTICATION_FAILURES).inc();
        }
        if (call.status() == TOO_MANY) {
            registry.counter(REFUSALS).inc();
        }
    }
}
