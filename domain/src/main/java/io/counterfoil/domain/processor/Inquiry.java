package io.counterfoil.domain.processor;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Asks a processor what became of something. There are three answers: this end, never will be, not yet known. "Not found"
 * becomes the second only when no call of ours can be on its way any more and what it did would be seen.
 */
@Singleton
public final class Inquiry {

    private final Processors processors;
    private final InstantSource time;

    @Inject
    public Inquiry(Processors processors, InstantSource time) {
        this.processors = processors;
        this.time = time;
    }

    /**
     * Asks about a charge.
     *
     * @param callOver when the call that was to make it has ended, whatever came of it
     * @return never {@link Finding.NotFound}
     */
    public Finding about(Charge charge, boolean livemode, Instant callOver) {
        PaymentProcessor processor = processors.of(livemode);
        return certain(processor, processor.lookUp(charge), callOver, time.instant());
    }

    /** Like the other, about an instruction. */
    public Finding about(Instruction instruction, boolean livemode, Instant callOver) {
        PaymentProcessor processor = processors.of(livemode);
        return certain(processor, processor.lookUp(instruction), callOver, time.instant());
    }

    static Finding certain(PaymentProcessor processor, Finding finding, Instant callOver, Instant now) {
        if (!(finding instanceof Finding.NotFound)) {
            return finding;
        }
        boolean wouldBeSeen = now.isAfter(callOver.plus(processor.consistencyDelay()));
        return wouldBeSeen ? new Finding.NeverWillBe() : new Finding.NotYetKnown();
    }
}
