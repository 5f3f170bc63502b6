package io.counterfoil.domain.processor;

import java.util.UUID;

/**
 * What a processor is told to do about a charge that it made.
 *
 * @param charge the charge that it is about
 * @param reference our id of this instruction: the processor's own idempotency key, and what a look-up asks for
 * @param amount in the currency's minor unit; for a void, all that is held
 */
public record Instruction(Charge charge, UUID reference, Kind kind, long amount) {

    /** What to do. */
    public enum Kind {
        /** Take what was authorised, or a part of it; the rest is no longer held. */
        CAPTURE,
        /** Hold the amount no longer. */
        VOID,
        /** Give back what was taken, or a part of it. */
        REFUND
    }
}
