package io.counterfoil.domain.processor;

/** What a processor knows of a charge when it is asked afterwards. */
public sealed interface Finding {

    /** The charge came to this end. */
    record Settled(Outcome.Known outcome) implements Finding {}

    /** There was no charge under this reference and there never will be. */
    record NeverWillBe() implements Finding {}

    /** Nothing certain yet: ask again later. */
    record NotYetKnown() implements Finding {}
}
