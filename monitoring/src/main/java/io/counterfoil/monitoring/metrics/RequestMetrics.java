package io.counterfoil.monitoring.metrics;

import io.counterfoil.monitoring.usage.SeenCall;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Calls as the edge answered them. */
@Singleton
public final class RequestMetrics {

    private static final int UNAUTHENTICATED = 401;
    private static final int TOO_MANY = 429;

    private final MetricRegistry registry;
    private final BoundedLabel routes = new BoundedLabel();
    private final BoundedLabel codes = new BoundedLabel();

    @Inject
    public RequestMetrics(MetricRegistry registry) {
        this.registry = registry;
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
            registry.counter("counterfoil_idempotent_replays_total").inc();
        }
        if (call.status() == UNAUTHENTICATED) {
            registry.counter("counterfoil_authentication_failures_total").inc();
        }
        if (call.status() == TOO_MANY) {
            registry.counter("counterfoil_rate_limit_refusals_total").inc();
        }
    }
}
