package io.counterfoil.privacy.request;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** What operations sees of people's requests: how many are open, when the first must be answered, and each step. */
@Singleton
final class RequestFigures {

    private static final Duration ROUND = Duration.ofSeconds(15);

    /** Index request_open. */
    private static final String OPEN = """
        SELECT status, count(*), extract(epoch FROM min(due_at) - now())::float8
        FROM privacy.request WHERE ended_at IS NULL GROUP BY status\
        """;

    private final Transactions transactions;
    private final MetricRegistry registry;
    private volatile Map<String, Open> open = Map.of();

    @Inject
    RequestFigures(Transactions transactions, MetricRegistry registry) {
        this.transactions = transactions;
        this.registry = registry;
    }

    private record Open(String status, long requests, double secondsLeft) {}

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        for (RequestStatus status : RequestStatus.values()) {
            if (status.open()) {
                registry.gauge(
                        "counterfoil_privacy_requests_open",
                        this,
                        figures -> figures.open(status.text()),
                        new Tag("status", status.text()));
            }
        }
        // less than nothing is late; NaN where nobody waits
        registry.gauge("counterfoil_privacy_deadline_seconds", this, RequestFigures::secondsLeft);
        work.every(ROUND, "figures of privacy requests", this::look);
    }

    void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) RequestMoved moved) {
        registry.counter(
                        "counterfoil_privacy_requests_total",
                        new Tag("type", moved.type().text()),
                        new Tag("step", moved.verb()))
                .inc();
    }

    private long open(String status) {
        Open found = open.get(status);
        return found == null ? 0 : found.requests();
    }

    private double secondsLeft() {
        return open.values().stream().mapToDouble(Open::secondsLeft).min().orElse(Double.NaN);
    }

    private void look() {
        open = transactions
                .commit(() -> transactions
                        .sql()
                        .all(OPEN, row -> new Open(row.getString(1), row.getLong(2), row.getDouble(3))))
                .stream()
                .collect(Collectors.toUnmodifiableMap(Open::status, one -> one));
    }
}
