package io.counterfoil.domain.processor;

/** What a processor knows of a charge or an instruction when it is asked afterwards. */
public sealed interface Finding {

    /** It came to this end. */
    record Settled(Outcome.Known outcome) implements Finding {}

    /** There was nothing under this reference and there never will be. */
    record NeverWillBe() implements Finding {}

    /** Nothing certain yet: ask again later. */
    record NotYetKnown() implements Finding {}

    /**
     * Nothing under this reference so far, from a processor that can't close it: the request may be on its way still, or
     * done and not to be seen yet. {@link Inquiry} says what follows; nobody else gets this answer.
     */
    record NotFound() implements Finding {}
}
