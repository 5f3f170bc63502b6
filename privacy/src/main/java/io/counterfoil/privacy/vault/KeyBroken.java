package io.counterfoil.privacy.vault;

/** A wrapped key does not open: it was changed, or belongs to somebody else. */
final class KeyBroken extends RuntimeException {

    private static final long serialVersionUID = 1;

    KeyBroken() {
        super("a key of a data subject does not open");
    }
}
