package io.counterfoil.domain.personaldata;

/** A sealed value does not open: it was changed or moved, or its key was destroyed. Tells nothing of the value. */
public class SealBroken extends RuntimeException {

    private static final long serialVersionUID = 1;

    public SealBroken(Field field) {
        this("a value of " + field.column() + " does not open");
    }

    SealBroken(String message) {
        super(message);
    }
}
