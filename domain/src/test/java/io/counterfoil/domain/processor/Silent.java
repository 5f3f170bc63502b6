package io.counterfoil.domain.processor;

import jakarta.enterprise.inject.Instance;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Timer;

/**
 * A processor that never says what it did, answers every look-up with the same, and takes amounts in steps. It serves one
 * mode.
 */
public record Silent(boolean livemode, Finding answer, long step) implements PaymentProcessor {

    /** Live mode has this processor, test mode has none. */
    public static Processors live(Finding answer, long step) {
        return aboard(new Silent(true, answer, step));
    }

    static Processors aboard(PaymentProcessor... processors) {
        return new Processors(
                proxy(Instance.class, Stream.of(processors).toList()),
                proxy(MetricRegistry.class, proxy(Timer.class, "")));
    }

    /** An object of a type whose methods all answer the same, or a stream of it. */
    @SuppressWarnings("unchecked")
    private static <T> T proxy(Class<?> type, Object answer) {
        return (T) Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> method.getReturnType() == Stream.class
                        ? ((List<?>) answer).stream()
                        : method.getReturnType().isInstance(answer) ? answer : null);
    }

    @Override
    public boolean serves(boolean mode) {
        return mode == livemode;
    }

    @Override
    public boolean knows(String paymentMethod) {
        return true;
    }

    @Override
    public long step(String currency) {
        return step;
    }

    @Override
    public Duration timeLimit() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Duration consistencyDelay() {
        return Duration.ofHours(1);
    }

    @Override
    public Outcome charge(Charge charge) {
        return new Outcome.Unknown();
    }

    @Override
    public Finding lookUp(Charge charge) {
        return answer;
    }

    @Override
    public Outcome carryOut(Instruction instruction) {
        return new Outcome.Unknown();
    }

    @Override
    public Finding lookUp(Instruction instruction) {
        return answer;
    }
}
