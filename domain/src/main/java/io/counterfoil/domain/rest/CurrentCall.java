package io.counterfoil.domain.rest;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * The call that this thread answers, for those who are told of something through an event and not through their caller:
 * none in background work.
 */
public final class CurrentCall {

    private static final ThreadLocal<Supplier<Optional<Call>>> CALL = new ThreadLocal<>();

    private CurrentCall() {}

    /** From now on this thread answers a call; which one, is known once the edge knows. */
    public static void begin(Supplier<Optional<Call>> call) {
        CALL.set(call);
    }

    public static void end() {
        CALL.remove();
    }

    public static Optional<Call> get() {
        return Optional.ofNullable(CALL.get()).flatMap(Supplier::get);
    }
}
