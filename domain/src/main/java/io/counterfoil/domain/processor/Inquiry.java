package io.counterfoil.domain.processor;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

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
     * Asks about a charge. Where its mode has lost its processor nobody knows, until it has one again.
     *
     * @param callOver when the call that was to make it has ended, whatever came of it
     * @return never {@link Finding.NotFound}
     */
    public Finding about(Charge charge, boolean livemode, Instant callOver) {
        return about(livemode, processor -> processor.lookUp(charge), callOver);
    }

    /** Like the other, about an instruction. */
    public Finding about(Instruction instruction, boolean livemode, Instant callOver) {
        return about(livemode, processor -> processor.lookUp(instruction), callOver);
    }

    private Finding about(boolean livemode, Function<PaymentProcessor, Finding> question, Instant callOver) {
        return processors
                .find(livemode)
                .map(processor -> certain(processor, question.apply(processor), callOver, time.instant()))
                .orElseGet(Finding.NotYetKnown::new);
    }

    static Finding certain(PaymentProcessor processor, Finding finding, Instant callOver, Instant now) {
        if (!(finding instanceof Finding.NotFound)) {
            return finding;
        }
        boolean wouldBeSeen = now.isAfter(callOver.plus(processor.consistencyDelay()));
        return wouldBeSeen ? new Finding.NeverWillBe() : new Finding.NotYetKnown();
    }
}
