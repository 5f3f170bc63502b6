package io.counterfoil.webhooks.sending;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.OutsideTransactions;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.metric.Labelled;
import io.counterfoil.domain.work.BackgroundWork;
import io.counterfoil.webhooks.egress.Reply;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import javax.sql.DataSource;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** What operations sees of sending. The queue is all servers', the attempts are this one's. */
@Singleton
final class SendingMetrics {

    private static final Duration SAMPLED = Duration.ofSeconds(10);

    private static final Metadata ATTEMPTS = Metadata.builder()
            .withName("counterfoil_webhook_attempts_total")
            .withDescription("Attempts to deliver, by how they went")
            .build();
    private static final Metadata DEPTH = Metadata.builder()
            .withName("counterfoil_webhook_queue_depth")
            .withDescription("Deliveries that are still to be made, now or later")
            .build();
    private static final Metadata OLDEST = Metadata.builder()
            .withName("counterfoil_webhook_queue_oldest_seconds")
            .withDescription("For how long the oldest delivery that is due has waited")
            .build();

    /** The whole small table. */
    private static final String QUEUE = """
        SELECT count(*),
               COALESCE(EXTRACT(EPOCH FROM now() - min(due_at) FILTER (WHERE owner IS NULL AND due_at <= now())), 0)
        FROM webhooks.delivery_queue\
        """;

    private final MetricRegistry registry;
    private final Labelled<Counter> attempts;
    private final Sql direct;
    private volatile Sample sample = new Sample(0, 0);

    @Inject
    SendingMetrics(MetricRegistry registry, @OutsideTransactions DataSource direct) {
        this.registry = registry;
        this.attempts = new Labelled<>(tags -> registry.counter(ATTEMPTS, tags), "result");
        this.direct = new Sql(direct);
    }

    private record Sample(long depth, double oldestSeconds) {}

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        registry.gauge(DEPTH, () -> sample.depth);
        registry.gauge(OLDEST, () -> sample.oldestSeconds);
        work.every(
                SAMPLED,
                "webhook queue sample",
                () -> sample = direct.first(QUEUE, row -> new Sample(row.getLong(1), row.getDouble(2)))
                        .orElseThrow());
    }

    void count(Reply reply, Verdict verdict) {
        attempts.of(result(reply, verdict)).inc();
    }

    private static String result(Reply reply, Verdict verdict) {
        if (reply instanceof Reply.Unanswered unanswered) {
            return unanswered.trouble().name().toLowerCase(Locale.ROOT);
        }
        return verdict instanceof Verdict.Delivered ? "delivered" : "refused";
    }
}
