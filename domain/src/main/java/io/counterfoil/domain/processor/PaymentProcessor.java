package io.counterfoil.domain.processor;

import io.counterfoil.domain.rest.Problem;
import java.time.Duration;

/**
 * Whoever moves the money. An implementation never throws for what a processor does: silence, garbage and errors of
 * unclear meaning are {@link Outcome.Unknown} and {@link Finding.NotYetKnown}. Nothing here is called inside a transaction.
 */
public interface PaymentProcessor {

    /** Whether this one serves the given mode. */
    boolean serves(boolean livemode);

    /** Whether a payment method is one of this processor's; others are refused before anything is stored. */
    boolean knows(String paymentMethod);

    /**
     * What each amount of a currency must be a multiple of, in the currency's minor unit; nearly always 1.
     *
     * @param currency ISO 4217, in capitals
     */
    default long step(String currency) {
        return 1;
    }

    /**
     * Lets only an amount through that this processor can move to the last minor unit.
     *
     * @throws Problem that names the amount
     */
    default void demandStep(long amount, String currency) {
        if (amount % step(currency) != 0) {
            throw Problem.invalid(
                    "amount",
                    "Send a multiple of %s: the processor takes %s in such steps only."
                            .formatted(step(currency), currency));
        }
    }

    /** The longest that a call of {@link #charge} or {@link #carryOut} takes, retries included. */
    Duration timeLimit();

    /** How long after a call has ended what it did may still not be found by a look-up. */
    Duration consistencyDelay();

    /** Charges, at most once for a reference however often it is called. */
    Outcome charge(Charge charge);

    /**
     * Asks what became of a charge. It must answer {@link Finding.NeverWillBe} only when no request that is still on its
     * way can charge any more; where it can't tell, "nothing there" is {@link Finding.NotFound}.
     */
    Finding lookUp(Charge charge);

    /** Captures, voids or refunds, at most once for the instruction's reference. */
    Outcome carryOut(Instruction instruction);

    /** Asks what became of an instruction, under the same rule as for a charge. */
    Finding lookUp(Instruction instruction);
}
