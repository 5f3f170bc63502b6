package io.counterfoil.monitoring.metrics;

import io.counterfoil.domain.followup.RefundChanged;
import io.counterfoil.domain.metric.Labelled;
import io.counterfoil.domain.payment.PaymentChanged;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Payments and refunds as they come to their ends, counted once they are committed. */
@Singleton
final class PaymentMetrics {

    private static final String FAILURE_CODE = "failure_code";
    private static final String NONE = "none";

    /** They are the processor's words. */
    private static final int MOST_FAILURE_CODES = 64;

    private final Labelled<Counter> payments;
    private final Labelled<Counter> refunds;
    private final BoundedLabel failureCodes = new BoundedLabel(MOST_FAILURE_CODES);

    @Inject
    PaymentMetrics(MetricRegistry registry) {
        this.payments = new Labelled<>(
                tags -> registry.counter("counterfoil_payments_total", tags), "status", "mode", FAILURE_CODE);
        this.refunds = new Labelled<>(
                tags -> registry.counter("counterfoil_refunds_total", tags), "status", "mode", FAILURE_CODE);
    }

    void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) PaymentChanged change) {
        payments.of(
                        status(change.kind()),
                        mode(change.livemode()),
                        failureCodes.of(change.failureCode().orElse(NONE)))
                .inc();
    }

    void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) RefundChanged change) {
        refunds.of(
                        change.succeeded() ? "succeeded" : "failed",
                        mode(change.livemode()),
                        failureCodes.of(change.failureCode().orElse(NONE)))
                .inc();
    }

    private static String status(PaymentChanged.Kind kind) {
        return kind == PaymentChanged.Kind.AUTHORISED
                ? "requires_capture"
                : kind.name().toLowerCase(Locale.ROOT);
    }

    private static String mode(boolean livemode) {
        return livemode ? "live" : "test";
    }
}
