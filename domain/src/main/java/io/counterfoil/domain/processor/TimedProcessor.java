package io.counterfoil.domain.processor;

import io.counterfoil.domain.metric.Labelled;
import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Timer;

/** Measures how long each call of a processor takes, whatever comes of it. */
final class TimedProcessor implements PaymentProcessor {

    private final PaymentProcessor processor;
    private final String mode;
    private final Labelled<Timer> durations;

    TimedProcessor(PaymentProcessor processor, boolean livemode, MetricRegistry registry) {
        this.processor = processor;
        this.mode = livemode ? "live" : "test";
        this.durations =
                new Labelled<>(tags -> registry.timer("counterfoil_processor_call_duration", tags), "call", "mode");
    }

    @Override
    public boolean serves(boolean livemode) {
        return processor.serves(livemode);
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
            durations.of(call, mode).update(Duration.ofNanos(System.nanoTime() - start));
        }
    }
}
