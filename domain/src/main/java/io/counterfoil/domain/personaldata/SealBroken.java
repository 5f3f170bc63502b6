package io.counterfoil.domain.personaldata;

/** A sealed value does not open: it was changed or moved, or its key was destroyed. Tells nothing of the value. */
public final class SealBroken extends RuntimeException {

    private static final long serialVersionUID = 1;

    public SealBroken(Field field) {
        super("a value of " + field.column() + " does not open");
    }
}
