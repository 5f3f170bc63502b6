package io.counterfoil.domain.processor;

/**
 * Whoever moves the money. An implementation never throws for what a processor does: silence, garbage and errors of
 * unclear meaning are {@link Outcome.Unknown} and {@link Finding.NotYetKnown}.
 */
public interface PaymentProcessor {

    /** Whether this one serves the given mode. */
    boolean serves(boolean livemode);

    /** Whether a payment method is one of this processor's; others are refused before anything is stored. */
    boolean knows(String paymentMethod);

    /** Charges, at most once for a reference however often it is called. Never called inside a transaction. */
    Outcome charge(Charge charge);

    /**
     * Asks what became of a charge. It must answer {@link Finding.NeverWillBe} only when no request that is still on its
     * way can charge any more.
     */
    Finding lookUp(Charge charge);
}
