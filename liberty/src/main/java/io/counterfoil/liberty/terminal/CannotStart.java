package io.counterfoil.liberty.terminal;

/** Something that the operator has to put right first. The message says what, in one or two lines. */
public final class CannotStart extends RuntimeException {

    private static final long serialVersionUID = 1;

    public CannotStart(String message) {
        super(message);
    }

    public CannotStart(String message, Throwable cause) {
        super(message, cause);
    }
}
