package io.counterfoil.domain.processor;

/** What became of a charge. */
public sealed interface Outcome {

    /** The processor's word. */
    sealed interface Known extends Outcome {}

    /** The money was taken. */
    record Succeeded() implements Known {}

    /** The amount is authorised and waits for its capture. */
    record RequiresCapture() implements Known {}

    /**
     * The processor, or whoever issued the card, said no.
     *
     * @param code stable, snake_case, such as {@code card_declined}
     * @param declineCode the finer reason; the same as the code where there is none
     */
    record Declined(String code, String declineCode) implements Known {

        /** The code of a capture that came too late: the amount is no longer held, and was not taken. */
        public static final String AUTHORISATION_EXPIRED = "authorisation_expired";
    }

    /** No answer, or none that can be understood: the money may or may not have been taken. */
    record Unknown() implements Outcome {}
}
