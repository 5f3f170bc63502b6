package io.counterfoil.monitoring.metrics;

import io.counterfoil.domain.metric.Labelled;
import io.counterfoil.monitoring.usage.SeenCall;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Timer;

/** Calls as the edge answered them. */
@Singleton
public final class RequestMetrics {

    private static final String ROUTE = "route";

    /** More than there are methods, and whoever has no credential can call each of them. */
    static final int MOST_ROUTES = 500;

    /** More than there are problems. */
    private static final int MOST_CODES = 250;

    private static final int UNAUTHENTICATED = 401;
    private static final int TOO_MANY = 429;

    private final Labelled<Counter> requests;
    private final Labelled<Timer> durations;
    private final Labelled<Counter> problems;
    private final Counter replays;
    private final Counter authenticationFailures;
    private final Counter refusals;
    private final BoundedLabel routes = new BoundedLabel(MOST_ROUTES);
    private final BoundedLabel codes = new BoundedLabel(MOST_CODES);

    @Inject
    public RequestMetrics(MetricRegistry registry) {
        this.requests = new Labelled<>(tags -> registry.counter("counterfoil_requests_total", tags), ROUTE, "status");
        this.durations = new Labelled<>(tags -> registry.timer("counterfoil_request_duration", tags), ROUTE);
        this.problems = new Labelled<>(tags -> registry.counter("counterfoil_problems_total", tags), "code");
        // there from the first scrape on: what is not there can't be compared with
        this.replays = registry.counter("counterfoil_idempotent_replays_total");
        this.authenticationFailures = registry.counter("counterfoil_authentication_failures_total");
        this.refusals = registry.counter("counterfoil_rate_limit_refusals_total");
    }

    /**
     * Counts a call.
     *
     * @param code of the problem that it was answered with
     * @param replayed whether a stored answer was sent again
     */
    public void count(SeenCall call, Optional<String> code, boolean replayed, Duration took) {
        String route = routes.of(call.route());
        requests.of(route, call.status() / 100 + "xx").inc();
        durations.of(route).update(took);
        code.ifPresent(problem -> problems.of(codes.of(problem)).inc());
        if (replayed) {
            replays.inc();
        }
        if (call.status() == UNAUTHENTICATED) {
            authenticationFailures.inc();
        }
        if (call.status() == TOO_MANY) {
            refusals.inc();
        }
    }
}
