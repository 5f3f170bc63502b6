package io.counterfoil.monitoring.metrics;

import io.counterfoil.domain.followup.RefundChanged;
import io.counterfoil.domain.payment.PaymentChanged;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Payments and refunds as they come to their ends, counted once they are committed. */
@Singleton
final class PaymentMetrics {

    private static final String NONE = "none";

    /** They are the processor's words. */
    private static final int MOST_FAILURE_CODES = 64;

    private final MetricRegistry registry;
    private final BoundedLabel failureCodes = new BoundedLabel(MOST_FAILURE_CODES);

    @Inject
    PaymentMetrics(MetricRegistry registry) {
        this.registry = registry;
    }

    void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) PaymentChanged change) {
        registry.counter(
                        "counterfoil_payments_total",
                        new Tag("status", status(change.kind())),
                        mode(change.livemode()),
                        new Tag(
                                "failure_code",
                                failureCodes.of(change.failureCode().orElse(NONE))))
                .inc();
    }

    void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) RefundChanged change) {
        registry.counter(
                        "counterfoil_refunds_total",
                        new Tag("status", change.succeeded() ? "succeeded" : "failed"),
                        mode(change.livemode()),
                        new Tag(
                                "failure_code",
                                failureCodes.of(change.failureCode().orElse(NONE))))
                .inc();
    }

    private static String status(PaymentChanged.Kind kind) {
        return kind == PaymentChanged.Kind.AUTHORISED
                ? "requires_capture"
                : kind.name().toLowerCase(Locale.ROOT);
    }

    static Tag mode(boolean livemode) {
        return new Tag("mode", livemode ? "live" : "test");
    }
}
