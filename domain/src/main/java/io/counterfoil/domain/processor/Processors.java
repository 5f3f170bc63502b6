package io.counterfoil.domain.processor;

import io.counterfoil.domain.rest.Problem;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** The processors that are on board. */
@Singleton
public final class Processors {

    private final Optional<PaymentProcessor> live;
    private final Optional<PaymentProcessor> test;

    @Inject
    public Processors(Instance<PaymentProcessor> all, MetricRegistry registry) {
        this.live = find(all, true, registry);
        this.test = find(all, false, registry);
    }

    /**
     * The processor of a mode; its calls are measured.
     *
     * @throws Problem where none is configured: nothing can be charged
     */
    public PaymentProcessor of(boolean livemode) {
        return find(livemode)
                .orElseThrow(() -> new Problem(
                        503,
                        "processor_missing",
                        "This mode has no processor",
                        "Nothing was charged. The operator has not configured a processor for it yet.",
                        false));
    }

    /** Whether a mode has one. */
    public boolean serve(boolean livemode) {
        return find(livemode).isPresent();
    }

    Optional<PaymentProcessor> find(boolean livemode) {
        return livemode ? live : test;
    }

    private static Optional<PaymentProcessor> find(
            Instance<PaymentProcessor> all, boolean livemode, MetricRegistry registry) {
        return all.stream()
                .filter(processor -> processor.serves(livemode))
                .findFirst()
                .map(processor -> new TimedProcessor(processor, livemode, registry));
    }
}
