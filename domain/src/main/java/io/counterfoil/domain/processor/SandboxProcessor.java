package io.counterfoil.domain.processor;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/** The processor of test mode, in process: its test cards say what becomes of a charge. */
@Singleton
final class SandboxProcessor implements PaymentProcessor {

    private final SandboxBooks books;

    @Inject
    SandboxProcessor(SandboxBooks books) {
        this.books = books;
    }

    @Override
    public boolean serves(boolean livemode) {
        return !livemode;
    }

    @Override
    public boolean knows(String paymentMethod) {
        return TestCard.of(paymentMethod).isPresent();
    }

    /** A statement or two on our own database. */
    @Override
    public Duration timeLimit() {
        return Duration.ofSeconds(10);
    }

    /** None: a look-up reads what is committed, and closes what is not there. */
    @Override
    public Duration consistencyDelay() {
        return Duration.ZERO;
    }

    @Override
    public Outcome charge(Charge charge) {
        TestCard card = card(charge);
        if (card.trouble() == TestCard.Trouble.REQUEST_LOST) {
            return new Outcome.Unknown();
        }
        Outcome.Known result = card.result(charge.capture());
        boolean entered = books.enter(charge, result);
        if (card.trouble() == TestCard.Trouble.ANSWER_LOST) {
            return new Outcome.Unknown();
        }
        return entered ? result : outcome(lookUp(charge));
    }

    @Override
    public Finding lookUp(Charge charge) {
        return books.find(charge).orElseGet(() -> {
            books.close(charge);
            return books.find(charge).orElseThrow();
        });
    }

    @Override
    public Outcome carryOut(Instruction instruction) {
        TestCard card = card(instruction.charge());
        Outcome.Known result = card.resultOf(instruction.kind());
        boolean entered = books.enter(instruction, result);
        if (card.losesAnswerTo(instruction.kind())) {
            return new Outcome.Unknown();
        }
        return entered ? result : outcome(lookUp(instruction));
    }

    @Override
    public Finding lookUp(Instruction instruction) {
        return books.find(instruction).orElseGet(() -> {
            books.close(instruction);
            return books.find(instruction).orElseThrow();
        });
    }

    private static TestCard card(Charge charge) {
        return TestCard.of(charge.paymentMethod()).orElseThrow();
    }

    private static Outcome outcome(Finding finding) {
        return finding instanceof Finding.Settled settled ? settled.outcome() : new Outcome.Unknown();
    }
}
