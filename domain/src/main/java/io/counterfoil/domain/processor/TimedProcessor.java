package io.counterfoil.domain.processor;

import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Measures how long each call of a processor takes, whatever comes of it. */
record TimedProcessor(PaymentProcessor processor, boolean livemode, MetricRegistry registry)
        implements PaymentProcessor {

    private static final String DURATION = "counterfoil_processor_call_duration";

    @Override
    public boolean serves(boolean mode) {
        return processor.serves(mode);
    }

    @Override
    public boolean knows(String paymentMethod) {
        return processor.knows(paymentMethod);
    }

    @Override
    public long step(String currency) {
        return processor.step(currency);
    }

    @Override
    public Duration timeLimit() {
        return processor.timeLimit();
    }

    @Override
    public Duration consistencyDelay() {
        return processor.consistencyDelay();
    }

    @Override
    public Outcome charge(Charge charge) {
        return timed("charge", () -> processor.charge(charge));
    }

    @Override
    public Finding lookUp(Charge charge) {
        return timed("look_up", () -> processor.lookUp(charge));
    }

    @Override
    public Outcome carryOut(Instruction instruction) {
        return timed("carry_out", () -> processor.carryOut(instruction));
    }

    @Override
    public Finding lookUp(Instruction instruction) {
        return timed("look_up", () -> processor.lookUp(instruction));
    }

    private <T> T timed(String call, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            registry.timer(DURATION, new Tag("call", call), new Tag("mode", livemode ? "live" : "test"))
                    .update(Duration.ofNanos(System.nanoTime() - start));
        }
    }
}
