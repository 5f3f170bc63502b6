package io.counterfoil.domain.canonicaljson;

/** A text that is no I-JSON (RFC 7493), and so has no canonical form; the message says what is wrong, not with which value. */
public final class NotCanonicalizable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotCanonicalizable(String message) {
        super(message);
    }
}
