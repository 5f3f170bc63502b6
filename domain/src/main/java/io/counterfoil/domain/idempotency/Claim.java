package io.counterfoil.domain.idempotency;

/** What came of claiming a key. */
public sealed interface Claim {

    /** The key is ours: do the work, then {@link Idempotency#finish}. */
    record Granted() implements Claim {}

    /** The work was done before: this is its answer. */
    record Finished(Answer answer) implements Claim {}

    /**
     * The work was begun and its end is not known yet: tell the truth about the resource as it is now.
     *
     * @param resource the id of what the work was about, as it stands outside
     */
    record Unsettled(String resource) implements Claim {}
}
