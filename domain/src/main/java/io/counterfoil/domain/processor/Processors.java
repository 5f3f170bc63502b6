package io.counterfoil.domain.processor;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The processors that are on board. */
@Singleton
public final class Processors {

    private final Instance<PaymentProcessor> all;

    @Inject
    public Processors(Instance<PaymentProcessor> all) {
        this.all = all;
    }

    /** The processor of a mode. */
    public PaymentProcessor of(boolean livemode) {
        return all.stream()
                .filter(processor -> processor.serves(livemode))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no processor serves this mode"));
    }
}
