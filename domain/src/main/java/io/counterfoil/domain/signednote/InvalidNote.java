package io.counterfoil.domain.signednote;

/** A note or key that is malformed, or a note that nobody whom we know has signed; the message says which. */
public final class InvalidNote extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvalidNote(String message) {
        super(message);
    }
}
